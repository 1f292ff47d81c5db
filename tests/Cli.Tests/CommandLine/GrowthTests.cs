using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.CommandLine;

public sealed class GrowthTests
{
    [Theory]
    [InlineData("")]
    [InlineData("--")]
    [InlineData("-t")]
    [InlineData("--from=")]
    public void Work_grows_as_the_words_do(string before)
    {
        Assert.Empty(Growth.TooFast((string text) => Read(text.Split('\n')), before));
        Assert.Empty(Growth.TooFast((string text) => Read([text]), before));
    }

    static void Read(string[] words) =>
        ArgumentsReader.TryRead(words, MsmtpOptions.Table, new CommandLineContext { Home = "/home/joe" }, out _, out _);
}
