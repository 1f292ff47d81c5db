using System.Globalization;
using System.Text;
using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Aliases;

public sealed class AliasFileTests
{
    [Theory]
    [InlineData("a: x@1, b\nb: y@1, z@1\n", "a", "z@1 y@1 x@1")]
    [InlineData("a: x@1, b, w@1\nb: y@1, z@1, c\nc: 1@1,2@1\n", "a q@1", "w@1 2@1 1@1 z@1 y@1 x@1 q@1")]
    [InlineData("root: joe@x\n", "ROOT root", "joe@x joe@x")]
    [InlineData("Root: big@x\nroot: small@x\n", "root Root rOOT", "small@x big@x big@x")]
    [InlineData("a: B\nb: c@x\n", "a", "c@x")]
    [InlineData("Default: d@1\n", "a", "d@1")]
    [InlineData("root: a@x b@x\n", "root", "b@x a@x")]
    [InlineData("root: Joe Smith <a@x>, \"Smith, Jane\" <b@x>\n", "root", "b@x a@x")]
    [InlineData("root: a@[IPv6:::1]\n", "root", "a@[IPv6:::1]")]
    [InlineData("root: a@x,\n b@x,\n\tc@x\n", "root", "c@x b@x a@x")]
    [InlineData("root: a@x\n b@x\n", "root", "b@x a@x")]
    [InlineData("root: a@x,\n# remark\n\n  b@x # remark\nc: d@x\n", "root c", "b@x a@x d@x")]
    [InlineData("root:\n a@x\n", "root", "a@x")]
    [InlineData("root: a@x,\n  b@[IPv6:::1]\n", "root", "b@[IPv6:::1] a@x")]
    [InlineData("a: x@1\n  b: y@1\n", "a b", "x@1 y@1")]
    [InlineData("root: \\root, a@x\n", "root", "a@x root")]
    [InlineData("\uFEFFroot: a@x\n", "root", "a@x")]
    [InlineData("unused: |command, /file, Joe Smith\nroot: a@x\n", "root", "a@x")]
    [InlineData("a: x@1\nb: y@1\n", "a b", "x@1 y@1")]
    [InlineData("default: d@1\na: z@1\n", "a z", "z@1 d@1")]
    [InlineData("  a  :  x@1 ,\ty@1  \r\n\r\n", "a", "y@1 x@1")]
    [InlineData("a: x@1 # , y@1\n# b: c\n", "a b", "x@1 b")]
    [InlineData("a: x@1,,y@1,\n", "a", "y@1 x@1")]
    public void Names_become_what_they_stand_for(string file, string recipients, string expanded)
    {
        Assert.Equal(expanded.Split(' '), Read(file).Expand(recipients.Split(' ')));
    }

    [Theory]
    [InlineData("ok: a@b\nroot a@b\n", "line 2: single ':' delimiter expected")]
    [InlineData("root: a@b: c@d\n", "line 1: single ':' delimiter expected")]
    [InlineData("x@y: a@b\n", "line 1: invalid alias 'x@y'")]
    [InlineData(": a@b\n", "line 1: invalid alias ''")]
    [InlineData("a: b@c\na: d@e\n", "line 2: duplicate alias 'a'")]
    [InlineData(" a@b\n", "line 1: single ':' delimiter expected")]
    [InlineData("root: a@b,\n c@d: e@f\n", "line 2: single ':' delimiter expected")]
    public void A_wrong_line_is_told_with_its_number(string file, string error)
    {
        Assert.Equal(error, Assert.Throws<InvalidDataException>(() => Read(file)).Message);
    }

    [Fact]
    public void A_line_may_have_510_octets_and_its_newline_is_one_of_them()
    {
        Read(new string('#', 509) + "\n" + new string('#', 510));

        Assert.Throws<InvalidDataException>(() => Read(new string('#', 510) + "\n"));
        Assert.Throws<InvalidDataException>(() => Read(new string('#', 511)));
    }

    [Theory]
    [InlineData("root:\n")]
    [InlineData("root: , ,\n")]
    [InlineData("root: a\na:\n")]
    public void A_name_that_stands_for_nobody_loses_no_recipient(string file)
    {
        var aliases = Read(file);

        Assert.EndsWith(" has no recipients", Assert.Throws<InvalidDataException>(() => aliases.Expand(["root", "x@y"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a15: a16\n", true)]
    [InlineData("a15: a16\na16: end@x\n", true)]
    [InlineData("a15: a16\na16: a17\n", false)]
    [InlineData("a15: a0\n", false)]
    public void Names_stand_for_names_at_most_sixteen_deep(string end, bool works)
    {
        var text = string.Concat(Enumerable.Range(0, 15).Select(i => $"a{i}: a{i + 1}\n")) + end;
        var file = Read(text);

        var error = Record.Exception(() => file.Expand(["a0"]));

        Assert.Equal(works ? null : "Too many redirects when expanding alias a0.", error?.Message);
    }

    [Theory]
    [InlineData("root: |/bin/command\n", "line 1: alias root: mail to a command is not supported: |/bin/command")]
    [InlineData("x: y@z\nroot: a@x, \"|/bin/command with, words\"\n", "line 2: alias root: mail to a command is not supported: |/bin/command with, words")]
    [InlineData("root: /var/mail/root\n", "line 1: alias root: mail to a file is not supported: /var/mail/root")]
    [InlineData("root: a@x,\n \"/var/mail/the root\"\n", "line 2: alias root: mail to a file is not supported: /var/mail/the root")]
    [InlineData("root: Joe Smith\n", "line 1: alias root: 'Joe Smith' is neither an address nor a local name")]
    [InlineData("root: \"Joe Smith\"\n", "line 1: alias root: '\"Joe Smith\"' is neither an address nor a local name")]
    [InlineData("root: a@x> SIZE=1\n", "line 1: alias root: 'a@x> SIZE=1' is neither an address nor a local name")]
    [InlineData("root: :fail: nobody here\n", "line 1: alias root: ':fail: nobody here' is neither an address nor a local name")]
    [InlineData("root: Joe\tSmith\n", "line 1: alias root: 'Joe?Smith' is neither an address nor a local name")]
    [InlineData("root: :include:list\n", "line 1: alias root: :include:list is not a file: its path must begin with /")]
    [InlineData("root: :include:/missing\n", "line 1: alias root: /missing: No such file or directory")]
    [InlineData("a: root\nroot: :include:/bad\n", "line 2: alias root: /bad: line 3: 'Joe Smith' is neither an address nor a local name")]
    [InlineData("root: :include:/loop\n", "line 1: alias root: /loop: line 1: /loop: includes itself")]
    public void A_target_that_nobody_can_mail_is_told_when_it_is_wanted(string text, string error)
    {
        var file = Read(text);

        Assert.Equal(error, Assert.Throws<InvalidDataException>(() => file.Expand(["root"])).Message);
        Assert.Equal([error], AliasFile.Check(Encoding.UTF8.GetBytes(text), Included));
    }

    [Fact]
    public void A_target_may_be_a_file_of_targets()
    {
        var file = Read("root: first@x, :include:/list, \":Include: /more\"\n");

        Assert.Equal(["m@x", "d@x", "c d@y", "b@x", "a@x", "first@x"], file.Expand(["root"]).Select(static to => to.Replace("\"", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var mistakes = AliasFile.Check("a@b: c\nx y\nok: a@b\nno:\nloop: loop\nd: e@f\nd: g@h\np: |x\nq: p\n"u8, Included);

        Assert.Equal(
            [
                "line 1: invalid alias 'a@b'", "line 2: single ':' delimiter expected", "line 7: duplicate alias 'd'",
                "line 4: alias no has no recipients", "line 5: Too many redirects when expanding alias loop.",
                "line 8: alias p: mail to a command is not supported: |x",
            ],
            mistakes);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(15)]
    public void A_few_lines_cannot_make_recipients_without_end(int lines)
    {
        var text = string.Concat(Enumerable.Range(0, lines).Select(i => $"a{i}: {string.Join(',', Enumerable.Repeat($"a{i + 1}", 10))}\n"));
        var file = Read(text + $"a{lines}: end@x\n");

        var e = Assert.Throws<InvalidDataException>(() => file.Expand(["a0"]));

        Assert.Equal("more than 100000 recipients when expanding alias end@x", e.Message);
    }

    [Fact]
    public void Files_that_include_each_other_cannot_make_targets_without_end()
    {
        var file = AliasFile.Read("root: :include:/0\n"u8, static path => Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Repeat(path == "/9" ? "a@x\n" : $":include:/{int.Parse(path[1..], CultureInfo.InvariantCulture) + 1}\n", 10))));

        Assert.EndsWith("more than 100000 recipients", Assert.Throws<InvalidDataException>(() => file.Expand(["root"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_utf16_is_told_so()
    {
        var octets = Encoding.Unicode.GetBytes("\uFEFFroot: a@x\n");

        Assert.Equal(["line 1: the file is in UTF-16: save it as UTF-8"], AliasFile.Check(octets, Included));
        Assert.Equal("line 1: the file is in UTF-16: save it as UTF-8", Assert.Throws<InvalidDataException>(() => AliasFile.Read(octets, Included)).Message);
    }

    static AliasFile Read(string text) => AliasFile.Read(Encoding.UTF8.GetBytes(text), Included);

    static byte[] Included(string path) => Encoding.UTF8.GetBytes(path switch
    {
        "/list" => "# a list\na@x\n  b@x, \"c d\"@y # two\r\n\nD <d@x>",
        "/more" => "m@x\n",
        "/bad" => "a@x\n\nJoe Smith\n",
        "/loop" => ":include:/loop\n",
        _ => throw new InvalidDataException($"{path}: No such file or directory"),
    });
}
