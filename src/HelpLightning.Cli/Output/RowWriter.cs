namespace HelpLightning.Cli.Output;

/// <summary>Writes rows in one format. A table or an array that breaks off stays open, so that nobody takes a part for the whole.</summary>
internal abstract class RowWriter : IDisposable
{
    public abstract void Write(FieldValue[] cells);

    /// <summary>All rows are written.</summary>
    public abstract void Finish();

    /// <summary>Shows what was written so far, before a wait.</summary>
    public virtual void Flush()
    {
    }

    public abstract void Dispose();
}
