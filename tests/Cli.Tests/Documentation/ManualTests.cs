using Msmtp.Hosting;

namespace Msmtp.Cli.Tests.Documentation;

/// <summary>
/// The manual knows every setting, mode and option. <c>MSMTP_UPDATE_DOCS=1 dotnet run --project tests/Cli.Tests</c> writes what
/// can be told from the keys; what a new one is for has then to be written behind its entry by hand.
/// </summary>
public sealed class ManualTests
{
    public static TheoryData<string> Pages { get; } = [.. ManualPage.All.Select(static page => page.ToString())];

    public static TheoryData<string, string> Described { get; } =
    [
        .. from page in ManualPage.All
           where page.Language == ManualLanguage.English
           from entry in page.Made
           where entry.NeedsProse
           select (page.Name, entry.Title),
    ];

    [Theory, MemberData(nameof(Pages))]
    public void What_can_be_made_is_as_it_was_made(string name)
    {
        var page = ManualPage.Named(name);
        if (Environment.GetEnvironmentVariable("MSMTP_UPDATE_DOCS") == "1")
            File.WriteAllText(page.Path, page.Updated());

        Assert.Equal(page.Text, page.Updated());
    }

    [Theory, MemberData(nameof(Pages))]
    public void A_page_has_nothing_that_is_gone(string name) =>
        Assert.Equal(ManualPage.Named(name).Made.Select(static entry => entry.Title).Order(), Titles(ManualPage.Named(name)).Order());

    static IEnumerable<string> Titles(ManualPage page) => ManualBlocks.Titles(page.Text).Where(static title => title != ManualTranslation.Head);

    [Fact]
    public void What_expand_leaves_alone_is_named()
    {
        var page = ManualPage.Msmtp.Text;
        var section = page[page.IndexOf(".It Ic expand", StringComparison.Ordinal)..page.IndexOf(".Sh SETTINGS", StringComparison.Ordinal)];

        var literal = PluginRegistry.Of([new CorePlugin(), .. DefaultPlugins.All]).Settings.Where(static key => key.IsLiteral).ToList();

        Assert.NotEmpty(literal);
        Assert.All(literal, key => Assert.Matches($@"\b{key.Name}\b", section));
    }

    [Theory, MemberData(nameof(Described))]
    public void Each_is_explained_in_a_sentence(string page, string title) =>
        Assert.Matches(@"(?s)^.*\w{2,}\s.*\w{2,}\s.*\w{2,}.*\.$", ManualBlocks.Prose((ManualPage.Msmtp with { Name = page }).Text, title).Trim());
}
