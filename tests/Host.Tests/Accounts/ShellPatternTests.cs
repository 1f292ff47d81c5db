using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Accounts;

public sealed partial class ShellPatternTests
{
    static readonly Gen<string> Patterns = Gen
        .Elements("*", "?", "a", "b", "A", "-", "@", ".", "/", "0", "\\*", "[ab]", "[!ab]", "[^a]", "[a-c]", "[]a]", "[!]]", "[[:alpha:]]",
            "[![:digit:]]", "[[:upper:]0-9]", "[[:space:]-]", "[a", "]", "[[:punct:]b]", "[a-]", "[-a]", "[[:nosuch:]a]", "[[:alpha:")
        .ListOf().Select(string.Concat);

    static readonly Gen<string> Texts = Gen.Elements("a", "b", "c", "A", "-", "@", ".", "/", "0", " ", "]", "[", ":", "*", "l").ListOf().Select(string.Concat);

    [Theory]
    [InlineData("*@example.org", "a/b@example.org", true)]
    [InlineData("*@example.org", ".x@example.org", true)]
    [InlineData("??@q.example", "ab@q.example", true)]
    [InlineData("??@q.example", "abc@q.example", false)]
    [InlineData("[a-c]x@q", "bx@q", true)]
    [InlineData("[!a-c]x@q", "bx@q", false)]
    [InlineData("[^a-c]x@q", "dx@q", true)]
    [InlineData("[]]x@q", "]x@q", true)]
    [InlineData("[ax@q", "[ax@q", true)]
    [InlineData("\\*?@q", "*a@q", true)]
    [InlineData("*a*b@q", "xaxaxb@q", true)]
    [InlineData("[[:alpha:]]x", "bx", true)]
    [InlineData("[[:alpha:]]x", "1x", false)]
    [InlineData("[![:alpha:]_]x", "_x", false)]
    [InlineData("[[:digit:]-]", "-", true)]
    public void A_pattern_covers_texts(string pattern, string text, bool matches) =>
        Assert.Equal(matches, ShellPattern.Matches(pattern, text));

    [Property(MaxTest = 5000)]
    public Property It_is_what_the_C_library_has() => Prop.ForAll(
        Patterns.ToArbitrary(), Texts.ToArbitrary(), static (pattern, text) => ShellPattern.Matches(pattern, text) == (FnMatch(pattern, text, 0) == 0));

    [Fact]
    public void Many_stars_do_not_take_long()
    {
        Assert.False(ShellPattern.Matches(string.Concat(Enumerable.Repeat("*a", 200)) + "b", new string('a', 20_000)));
    }

    [LibraryImport("libc", EntryPoint = "fnmatch", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FnMatch(string pattern, string text, int flags);
}
