namespace Msmtp.Cli.Tests.Documentation;

/// <summary>
/// The manual knows every setting, mode and option. <c>MSMTP_UPDATE_DOCS=1 dotnet run --project tests/Cli.Tests</c> writes what
/// can be told from the keys; what a new one is for has then to be written behind its entry by hand.
/// </summary>
public sealed class ManualTests
{
    public static TheoryData<string> Described { get; } =
        [.. ManualEntries.All.Where(static entry => entry.NeedsProse).Select(static entry => entry.Title)];

    [Fact]
    public void The_manual_has_the_settings_and_options_that_are_registered()
    {
        if (Environment.GetEnvironmentVariable("MSMTP_UPDATE_DOCS") == "1")
            File.WriteAllText(ManualPage.Path, ManualPage.Update(ManualPage.Text, ManualEntries.All));

        Assert.Equal(ManualPage.Text, ManualPage.Update(ManualPage.Text, ManualEntries.All));
    }

    [Fact]
    public void The_manual_has_no_other() =>
        Assert.Equal(ManualEntries.All.Select(static entry => entry.Title).Order(), ManualPage.Titles(ManualPage.Text).Order());

    [Theory, MemberData(nameof(Described))]
    public void Each_is_explained_in_a_sentence(string title) =>
        Assert.Matches(@"(?s)^.*\w{2,}\s.*\w{2,}\s.*\w{2,}.*\.$", ManualPage.Prose(ManualPage.Text, title).Trim());
}
