using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.Documentation;

/// <summary>A manual: prose by people, and between pairs of comments what is made.</summary>
/// <param name="Name">Its file's name, such as <c>msmtp.1</c>.</param>
/// <param name="Language">What it is written in.</param>
sealed record ManualPage(string Name, ManualLanguage Language)
{
    /// <summary>The manual of the command, with every setting and option.</summary>
    public static ManualPage Msmtp { get; } = new("msmtp.1", ManualLanguage.English);

    /// <summary>All that there are; a page may be translated or not.</summary>
    public static IReadOnlyList<ManualPage> All { get; } =
    [
        .. Files(ManualLanguage.English),
        .. Files(ManualLanguage.Chinese),
    ];

    /// <summary>Those that are translations.</summary>
    public static IReadOnlyList<ManualPage> Translations { get; } = [.. All.Where(static page => page.Language != ManualLanguage.English)];

    public static ManualPage Named(string name) => All.Single(page => page.ToString() == name);

    public string Path => System.IO.Path.Combine(TestPaths.Root, Language.Folder, Name);

    public string Text => File.ReadAllText(Path);

    /// <summary>The page that it is a translation of; itself, if it is none.</summary>
    public ManualPage Original => this with { Language = ManualLanguage.English };

    /// <summary>What is made in it, as it has to be now.</summary>
    public IReadOnlyList<ManualEntry> Made => Name switch
    {
        "msmtp.1" when Language == ManualLanguage.English => ManualEntries.English,
        "msmtp.1" => ManualEntries.In(Language, Text),
        "msmtprc.5" => ManualExcerpts.Of(this with { Name = Msmtp.Name }),
        "msmtpd.8" => ManualEntries.Msmtpd,
        "sendmail.8" => ManualEntries.Sendmail(Language),
        _ => [],
    };

    /// <summary>Its text with all that is made as it has to be now.</summary>
    public string Updated()
    {
        var text = Made.Aggregate(Text, (text, entry) => ManualBlocks.Put(text, entry, Original.Text));
        return Language == ManualLanguage.English ? text
            : ManualTranslation.Marked(ManualTranslation.WithHead(text, Original.Text), Original.Text);
    }

    public override string ToString() => $"{Language}/{Name}";

    static IEnumerable<ManualPage> Files(ManualLanguage language) =>
        from path in Directory.Exists(System.IO.Path.Combine(TestPaths.Root, language.Folder))
            ? Directory.GetFiles(System.IO.Path.Combine(TestPaths.Root, language.Folder), "*.?") : []
        where char.IsAsciiDigit(path[^1])
        orderby path
        select new ManualPage(System.IO.Path.GetFileName(path), language);
}
