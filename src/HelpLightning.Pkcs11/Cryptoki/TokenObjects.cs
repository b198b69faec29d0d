using System.Runtime.InteropServices;

namespace HelpLightning.Pkcs11.Cryptoki;

/// <summary>The objects of a token, through one session. Inside the gate.</summary>
internal sealed unsafe class TokenObjects(CryptokiModule module, nuint session)
{
    /// <summary>No attribute that is read here is longer: a certificate is the longest.</summary>
    private const int LongestValue = 64 * 1024;

    /// <summary>Of these many keys some are told; nobody reads more.</summary>
    private const int Most = 256;

    private readonly CULong _session = new(session);

    /// <param name="kind">CKO_.</param>
    /// <param name="label">Null for any.</param>
    /// <param name="id">Null for any.</param>
    public IReadOnlyList<nuint> Find(uint kind, byte[]? label = null, byte[]? id = null)
    {
        CULong kindValue = new(kind);
        CkAttribute* template = stackalloc CkAttribute[3];
        int count = 0;
        template[count++] = new CkAttribute(Ck.AttributeClass, &kindValue, sizeof(CULong));
        fixed (byte* labelBytes = label, idBytes = id)
        {
            if (label is not null)
            {
                template[count++] = new CkAttribute(Ck.AttributeLabel, labelBytes, label.Length);
            }

            if (id is not null)
            {
                template[count++] = new CkAttribute(Ck.AttributeId, idBytes, id.Length);
            }

            RvFault.Require(module.Functions.FindObjectsInit(_session, template, count), "C_FindObjectsInit");
        }

        try
        {
            return ReadFound();
        }
        finally
        {
            _ = module.Functions.FindObjectsFinal(_session);
        }
    }

    /// <summary>Null when the object has no such attribute, or does not tell it.</summary>
    public byte[]? Value(nuint handle, uint attribute)
    {
        CkAttribute asked = new(attribute, null, 0);
        Rv rv = module.Functions.GetAttributeValue(_session, new CULong(handle), &asked, 1);
        if (rv is Rv.AttributeTypeInvalid or Rv.AttributeSensitive || IsUnavailable(asked.Length))
        {
            return null;
        }

        RvFault.Require(rv, "C_GetAttributeValue");
        if (asked.Length.Value > LongestValue)
        {
            throw RvFault.Nonsense($"C_GetAttributeValue told of a value of {asked.Length.Value} bytes.");
        }

        byte[] value = new byte[asked.Length.Value];
        fixed (byte* bytes = value)
        {
            asked = new CkAttribute(attribute, bytes, value.Length);
            rv = value.Length == 0 ? Rv.Ok : module.Functions.GetAttributeValue(_session, new CULong(handle), &asked, 1);
        }

        RvFault.Require(rv, "C_GetAttributeValue");
        return asked.Length.Value <= (nuint)value.Length
            ? value[..(int)asked.Length.Value]
            : throw RvFault.Nonsense("C_GetAttributeValue gave more than fits.");
    }

    /// <summary>Null when it does not tell.</summary>
    public bool? Flag(nuint handle, uint attribute) => Value(handle, attribute) is [var flag] ? flag != 0 : null;

    public ulong? Number(nuint handle, uint attribute) => Value(handle, attribute) is { } value && value.Length == sizeof(CULong)
        ? (value.Length == 4 ? BitConverter.ToUInt32(value) : BitConverter.ToUInt64(value))
        : null;

    /// <summary>CK_UNAVAILABLE_INFORMATION: all bits.</summary>
    private static bool IsUnavailable(CULong length) => length.Value == (sizeof(CULong) == 4 ? uint.MaxValue : nuint.MaxValue);

    private List<nuint> ReadFound()
    {
        const int Room = 32;
        List<nuint> found = [];
        CULong* handles = stackalloc CULong[Room];
        while (found.Count < Most)
        {
            CULong count = default;
            RvFault.Require(module.Functions.FindObjects(_session, handles, Room, &count), "C_FindObjects");
            if (count.Value > Room)
            {
                throw RvFault.Nonsense($"C_FindObjects gave {count.Value} objects where {Room} were asked for.");
            }

            if (count.Value == 0)
            {
                break;
            }

            for (int i = 0; i < (int)count.Value; i++)
            {
                found.Add(handles[i].Value);
            }
        }

        return found;
    }
}
