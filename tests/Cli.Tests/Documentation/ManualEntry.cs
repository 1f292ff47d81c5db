namespace Msmtp.Cli.Tests.Documentation;

/// <summary>A piece of the manual that is made from registered keys.</summary>
/// <param name="Title">What the manual's comments call it: <c>setting tls</c>, <c>option --file</c>.</param>
/// <param name="Text">Its lines in mdoc, with the last line's end.</param>
/// <param name="NeedsProse">A person has to write what it is for behind it.</param>
sealed record ManualEntry(string Title, string Text, bool NeedsProse)
{
    /// <summary>The piece with the comments around it.</summary>
    public string Block => $".\\\" <{Title}>\n{Text}.\\\" </{Title}>\n";
}
