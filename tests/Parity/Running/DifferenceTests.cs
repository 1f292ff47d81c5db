namespace Msmtp.Parity;

public sealed class DifferenceTests
{
    static readonly Observation One = new("0", "a\nb\nc\n", "", "EHLO x\nQUIT\n", "", "");

    [Fact]
    public void What_is_the_same_has_none() => Assert.Null(Difference.Between(One, One with { }, Compared.Everything));

    [Fact]
    public void The_lines_that_differ_are_shown_and_no_others() => Assert.Equal(
        "stdout, line 2:\n  - b\n  + B\n  + B\ndialogue, line 2:\n  - QUIT\n",
        Difference.Between(One, One with { Output = "a\nB\nB\nc\n", Dialogue = "EHLO x\n" }, Compared.Everything));

    [Fact]
    public void Words_may_be_left_out() => Assert.Null(Difference.Between(One, One with { Error = "x\n", Output = "" }, Compared.Deeds));

    [Fact]
    public void Deeds_may_not() => Assert.Equal("exit, line 1:\n  - 0\n  + 1\n", Difference.Between(One, One with { Exit = "1" },
        Compared.Deeds));

    [Fact]
    public void Lines_without_end_are_cut_short() => Assert.EndsWith(
        "  + ... 92 more\n", Difference.Between(One, One with { Error = string.Join('\n', Enumerable.Range(0, 100)) },
            Compared.Everything), StringComparison.Ordinal);
}
