namespace HelpLightning.Sandbox.Page;

/// <summary>
/// A form of the page: its fields, and under the wrong one what is wrong with it. A field is described by its error and its
/// hint, so that both are read out with it.
/// </summary>
internal sealed class FormView(PageContext page, string action, Notices.Notice? notice)
{
    /// <param name="id">The id on the page.</param>
    /// <param name="name">The name in the form.</param>
    /// <param name="label">What it is called.</param>
    /// <param name="attributes">Of the input, as HTML.</param>
    /// <param name="hint">A word on what goes in; empty for none.</param>
    /// <param name="style">More classes of the field.</param>
    public Html Input(string id, string name, string label, Html attributes, string hint = "", string style = "") => Field(
        id, name, Html.Of($"""<label for="{id}">{label}</label>"""),
        Html.Of($"""<input id="{id}" name="{name}" {attributes}{Described(id, name, hint)}>"""), hint, style);

    public Html Area(string id, string name, string label, Html attributes, string hint = "") => Field(
        id, name, Html.Of($"""<label for="{id}">{label}</label>"""),
        Html.Of(
            $"""
            <textarea id="{id}" name="{name}" rows="4" spellcheck="false" autocomplete="off"
            {attributes}{Described(id, name, hint)}></textarea>
            """), hint, "");

    public Html Select(string id, string name, string label, Html options) => Field(
        id, name, Html.Of($"""<label for="{id}">{label}</label>"""),
        Html.Of($"""<select id="{id}" name="{name}"{Described(id, name, "")}>{options}</select>"""), "", "");

    /// <summary>One line in a row of small forms: its label is heard and not seen.</summary>
    public Html Small(string id, string name, string label, Html attributes) => Html.Of($"""
        <span class="small"><label class="unseen" for="{id}">{label}</label><input id="{id}" name="{name}"
        {attributes}{Described(id, name, "")}>{Error(id, name)}</span>
        """);

    public Html Check(string id, string name, string label) => Html.Of($"""
        <div class="field wide"><label class="check"><input type="checkbox" id="{id}" name="{name}"
        value="yes"{Described(id, name, "")}> <span>{label}</span></label>{Error(id, name)}</div>
        """);

    public Html Whole(Html fields, string style = "form", string encoding = PageContext.Fields) =>
        page.Form(action, fields, style, encoding);

    /// <summary>Folded away until somebody wants it, or until something in it is wrong.</summary>
    public Html Folded(string summary, Html fields, string style = "form", string encoding = PageContext.Fields)
    {
        bool isOpen = notice is { IsError: true } && notice.Action == action;
        return Html.Of($"""
            <details class="fold" data-key="form{action}"{Html.If(isOpen, $" open")}><summary>{summary}</summary>
            {Whole(fields, style, encoding)}</details>
            """);
    }

    private Html Field(string id, string name, Html label, Html control, string hint, string style) => Html.Of($"""
        <div class="field{Html.If(style.Length > 0, $" {style}")}">{label}{control}{Error(id, name)}{Html.If(
            hint.Length > 0, $"""<p class="hint" id="{id}-hint">{hint}</p>""")}</div>
        """);

    private Html Described(string id, string name, string hint) => Html.Of(
        $"""{Html.If(IsWrong(name), $" aria-invalid=\"true\"")} aria-describedby="{id}-error{Html.If(hint.Length > 0, $" {id}-hint")}" """);

    /// <summary>Empty while all is well; the script writes into it.</summary>
    private Html Error(string id, string name) =>
        Html.Of($"""<p class="error" id="{id}-error">{(IsWrong(name) ? notice!.Text : "")}</p>""");

    private bool IsWrong(string name) => notice is not null && notice.IsAbout(action, name);
}
