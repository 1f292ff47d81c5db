namespace Msmtp.Abstractions.Tests;

public sealed class ParseTests
{
    [Theory]
    [InlineData("25", 25)]
    [InlineData("+26", 26)]
    [InlineData(" \t25", 25)]
    [InlineData("0x19", 25)]
    [InlineData("0XfF", 255)]
    [InlineData("010", 8)]
    [InlineData("0", 0)]
    [InlineData("-1", -1)]
    [InlineData("2147483647", int.MaxValue)]
    [InlineData("017777777777", int.MaxValue)]
    public void A_number_is_what_strtol_reads(string text, int expected)
    {
        Assert.True(SettingParsers.Number(text, out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("25x")]
    [InlineData("25 ")]
    [InlineData("08")]
    [InlineData("0x")]
    [InlineData("0xg")]
    [InlineData("+")]
    [InlineData("--1")]
    [InlineData("2147483648")]
    [InlineData("99999999999999999999")]
    [InlineData("0777777777777777777777777")]
    [InlineData("0x8000000000000000")]
    [InlineData("٣")]
    public void Anything_else_is_no_number(string text)
    {
        Assert.False(SettingParsers.Number(text, out _));
    }

    [Theory]
    [InlineData("~/x", "/home/joe/x")]
    [InlineData("~al", "/home/joeal")]
    [InlineData("a~", "a~")]
    [InlineData("", null)]
    public void A_leading_tilde_is_the_home_directory(string text, string? expected)
    {
        Assert.True(SettingParsers.Path(new SettingArgument(text) { Home = "/home/joe" }, out var value));
        Assert.Equal(expected, value);
    }

    [Fact]
    public void No_home_makes_no_path_of_a_lone_tilde()
    {
        Assert.True(SettingParsers.Path(new SettingArgument("~") { Home = "" }, out var value));
        Assert.Null(value);
    }

    [Theory]
    [InlineData("on", true)]
    [InlineData("", true)]
    [InlineData("off", false)]
    public void A_switch_without_argument_is_on(string text, bool expected)
    {
        Assert.True(SettingParsers.Switch(new SettingArgument(text), out var value));
        Assert.True(SettingParsers.InvertedSwitch(new SettingArgument(text), out var inverted));
        Assert.Equal((expected, !expected), (value, inverted));
    }

    [Theory]
    [InlineData("ON")]
    [InlineData("yes")]
    [InlineData(" on")]
    public void A_switch_knows_on_and_off_only(string text)
    {
        Assert.False(SettingParsers.Switch(new SettingArgument(text), out _));
        Assert.False(SettingParsers.InvertedSwitch(new SettingArgument(text), out _));
    }

    [Theory]
    [InlineData("", true, null)]
    [InlineData("7", true, 7)]
    [InlineData("0", false, null)]
    public void A_setting_may_be_unset_by_nothing(string text, bool isValid, int? expected)
    {
        Assert.Equal(isValid, SettingParsers.OrNothing<int>(SettingParsers.PositiveNumber)(new SettingArgument(text), out var value));
        if (isValid)
            Assert.Equal(expected, value);
    }
}
