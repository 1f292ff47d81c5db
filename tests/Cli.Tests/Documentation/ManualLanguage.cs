namespace Msmtp.Cli.Tests.Documentation;

/// <summary>A language that manuals are written in.</summary>
/// <param name="Folder">Where they are, below the root of the sources.</param>
/// <param name="Default">What stands in front of the value that holds where nothing is set.</param>
/// <param name="Once">What stands in front of an old name.</param>
/// <param name="OnlyStrict">What stands in parentheses behind an option that needs <c>sendmail_options strict</c>.</param>
sealed record ManualLanguage(string Folder, string Default, string Once, string OnlyStrict)
{
    /// <summary>The language that the manuals are written in first.</summary>
    public static ManualLanguage English { get; } = new("docs", "default", "once", "only with Cm strict");

    /// <summary>Simplified Chinese, where man looks for it.</summary>
    public static ManualLanguage Chinese { get; } = new("docs/zh_CN", "默认", "旧称", "仅限 Cm strict");

    public override string ToString() => Folder;
}
