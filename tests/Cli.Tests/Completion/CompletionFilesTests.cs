using Msmtp.Cli.Tests.Completion.Generated;

namespace Msmtp.Cli.Tests.Completion;

/// <summary>
/// The completions know every option. <c>MSMTP_UPDATE_DOCS=1 dotnet run --project tests/Cli.Tests</c> writes what can be told from the
/// registered options.
/// </summary>
public sealed class CompletionFilesTests
{
    public static TheoryData<string> Names { get; } = [.. CompletionFile.All.Select(static file => file.Name)];

    [Theory, MemberData(nameof(Names))]
    public void They_have_the_options_that_are_registered(string name)
    {
        var file = Named(name);
        if (Environment.GetEnvironmentVariable("MSMTP_UPDATE_DOCS") == "1")
            File.WriteAllText(file.Path, file.Updated);

        Assert.Equal(file.Entries.Select(static entry => entry.Title).Order(), file.Titles.Order());
        Assert.Equal(file.Text, file.Updated);
    }

    [Theory, MemberData(nameof(Names))]
    public void They_are_ASCII(string name) => Assert.DoesNotContain(Named(name).Text, static letter => letter > '~');

    [Fact]
    public void Every_option_that_the_help_has_is_offered()
    {
        var offered = CompletedOption.OfMsmtp.Where(static option => option.IsOffered && option.Name.Length > 0).Select(static option => option.Name).ToList();

        Assert.True(offered.Count > 80, $"{offered.Count}");
        Assert.Equal(offered.Distinct(), offered);
        Assert.DoesNotContain("connect-timeout", offered);
    }

    static CompletionFile Named(string name) => CompletionFile.All.Single(file => file.Name == name);
}
