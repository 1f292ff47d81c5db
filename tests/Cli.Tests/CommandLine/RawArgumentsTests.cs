using System.Text;

namespace Msmtp.Cli.Tests.CommandLine;

public sealed class RawArgumentsTests : IDisposable
{
    readonly string source = Path.GetTempFileName();

    [Fact]
    public void Words_without_replaced_octets_are_left_alone()
    {
        string[] words = ["a", "é", ""];

        Assert.Same(words, RawArguments.Read(words, "/does/not/exist"));
    }

    [Fact]
    public void Octets_that_are_no_UTF8_are_taken_from_the_system()
    {
        File.WriteAllBytes(source, Encoding.Latin1.GetBytes("dotnet\0msmtp.dll\0-F\0J\xF6rg\0\0x\0"));

        Assert.Equal(["-F", "J\uDCF6rg", "", "x"], RawArguments.Read(["-F", "J\uFFFDrg", "", "x"], source));
    }

    [Theory]
    [InlineData("a\0")]
    [InlineData("")]
    public void Words_stay_as_they_are_where_the_system_knows_less(string known)
    {
        File.WriteAllText(source, known);
        string[] words = ["\uFFFD", "b"];

        Assert.Same(words, RawArguments.Read(words, source));
        Assert.Same(words, RawArguments.Read(words, "/does/not/exist"));
    }

    public void Dispose() => File.Delete(source);
}
