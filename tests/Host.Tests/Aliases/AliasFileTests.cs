using System.Text;
using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Aliases;

public sealed class AliasFileTests
{
    [Theory]
    [InlineData("a: x@1, b\nb: y@1, z@1\n", "a", "z@1 y@1 x@1")]
    [InlineData("a: x@1, b, w@1\nb: y@1, z@1, c\nc: 1@1,2@1\n", "a q@1", "w@1 2@1 1@1 z@1 y@1 x@1 q@1")]
    [InlineData("root: joe@x\n", "ROOT root", "ROOT joe@x")]
    [InlineData("a: x@1\nb: y@1\n", "a b", "x@1 y@1")]
    [InlineData("default: d@1\na: z@1\n", "a z", "z@1 d@1")]
    [InlineData("  a  :  x@1 ,\ty@1  \r\n\r\n", "a", "y@1 x@1")]
    [InlineData("a: x@1 # , y@1\n# b: c\n", "a b", "x@1 b")]
    [InlineData("a: x@1,,y@1,\n", "a", "y@1 x@1")]
    public void Names_become_what_they_stand_for(string file, string recipients, string expanded)
    {
        Assert.Equal(expanded.Split(' '), AliasFile.Read(Encoding.UTF8.GetBytes(file)).Expand(recipients.Split(' ')));
    }

    [Theory]
    [InlineData("ok: a@b\nroot a@b\n", "line 2: single ':' delimiter expected")]
    [InlineData("root: a@b: c@d\n", "line 1: single ':' delimiter expected")]
    [InlineData("x@y: a@b\n", "line 1: invalid alias 'x@y'")]
    [InlineData(": a@b\n", "line 1: invalid alias ''")]
    [InlineData("a: b@c\na: d@e\n", "line 2: duplicate alias 'a'")]
    public void A_wrong_line_is_told_with_its_number(string file, string error)
    {
        Assert.Equal(error, Assert.Throws<InvalidDataException>(() => AliasFile.Read(Encoding.UTF8.GetBytes(file))).Message);
    }

    [Fact]
    public void A_line_may_have_510_octets_and_its_newline_is_one_of_them()
    {
        AliasFile.Read(Encoding.UTF8.GetBytes(new string('#', 509) + "\n" + new string('#', 510)));

        Assert.Throws<InvalidDataException>(() => AliasFile.Read(Encoding.UTF8.GetBytes(new string('#', 510) + "\n")));
        Assert.Throws<InvalidDataException>(() => AliasFile.Read(Encoding.UTF8.GetBytes(new string('#', 511))));
    }

    [Theory]
    [InlineData("root:\n")]
    [InlineData("root: , ,\n")]
    [InlineData("root: a\na:\n")]
    public void A_name_that_stands_for_nobody_loses_no_recipient(string file)
    {
        var aliases = AliasFile.Read(Encoding.UTF8.GetBytes(file));

        Assert.EndsWith(" stands for nobody", Assert.Throws<InvalidDataException>(() => aliases.Expand(["root", "x@y"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a15: a16\n", true)]
    [InlineData("a15: a16\na16: end@x\n", true)]
    [InlineData("a15: a16\na16: a17\n", false)]
    [InlineData("a15: a0\n", false)]
    public void Names_stand_for_names_at_most_sixteen_deep(string end, bool works)
    {
        var text = string.Concat(Enumerable.Range(0, 15).Select(i => $"a{i}: a{i + 1}\n")) + end;
        var file = AliasFile.Read(Encoding.UTF8.GetBytes(text));

        var error = Record.Exception(() => file.Expand(["a0"]));

        Assert.Equal(works ? null : "Too many redirects when expanding alias a0.", error?.Message);
    }
}
