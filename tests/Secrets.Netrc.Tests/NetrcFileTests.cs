using System.Text;
using FsCheck.Xunit;

namespace Msmtp.Secrets.Netrc.Tests;

public sealed class NetrcFileTests
{
    [Theory]
    [InlineData("machine h login joe password ab\n", "ab")]
    [InlineData("machine h login joe password ab", "ab")]
    [InlineData("machine\th\n\tlogin\tjoe\r\n\tpassword\n\nab\r\n", "ab")]
    [InlineData("machine\vh\flogin joe password ab\n", "ab")]
    [InlineData("machine h password ab login joe\n", "ab")]
    [InlineData("machine h user joe passwd ab\n", "ab")]
    [InlineData("\uFEFFmachine h login joe password ab\n", "ab")]
    [InlineData("machine h login joe password ö\n", "ö")]
    public void An_entry_is_words_in_any_order_and_layout(string content, string password) => Assert.Equal(password, Find(content));

    [Theory]
    [InlineData("login \"joe\" password \"a b\"", "a b")]
    [InlineData("login joe password 'a b'", "a b")]
    [InlineData("login joe password a\"b c\"d", "ab cd")]
    [InlineData("login joe password \"it's\"", "it's")]
    [InlineData("login joe password \"\"", "")]
    [InlineData("login joe password \"a\\\"b\\\\c\\d\"", "a\\b\\\\c\\d")]
    [InlineData("login joe password a\\ b", "a\\")]
    [InlineData("login joe password \"ab cd\nmachine x", "ab cd")]
    [InlineData("login joe password a,b", "a,b")]
    public void Quotes_keep_blanks_and_backslashes_mean_nothing(string fields, string password) =>
        Assert.Equal(password, Find("machine h " + fields + "\n"));

    [Theory]
    [InlineData("# machine h login joe password no\nmachine h login joe password ab\n", "ab")]
    [InlineData("machine h # machine x login joe password no\n login joe password ab\n", "ab")]
    [InlineData("machine h login joe\n#password no\n   # password no\n password ab # c\n", "ab")]
    [InlineData("machine h login joe password a#b\n", "a#b")]
    [InlineData("machine h login joe password \"#ab\"\n", "#ab")]
    [InlineData("machine h login joe password #no\n ab\n", "ab")]
    public void A_comment_starts_where_a_word_could(string content, string password) => Assert.Equal(password, Find(content));

    [Theory]
    [InlineData("machine x login joe password no machine h login joe password ab\n", "ab")]
    [InlineData("machine h login ann password no machine h login joe password ab\n", "ab")]
    [InlineData("machine h login ann machine h login joe password ab\n", "ab")]
    [InlineData("machine h password no\nmachine h login joe password ab\n", "ab")]
    [InlineData("machine h login joe password ab\nmachine h login joe password no\n", "ab")]
    [InlineData("default login joe password no machine h login joe password ab\n", "ab")]
    public void The_first_entry_for_this_host_and_login_is_taken(string content, string password) => Assert.Equal(password, Find(content));

    [Theory]
    [InlineData("")]
    [InlineData("machine")]
    [InlineData("machine h login joe password")]
    [InlineData("machine h password ab\n")]
    [InlineData("default login joe password ab\n")]
    [InlineData("machine H login joe password ab\n")]
    [InlineData("machine h login JOE password ab\n")]
    [InlineData("MACHINE h LOGIN joe PASSWORD ab\n")]
    [InlineData("machine h,login joe,password ab\n")]
    [InlineData("machine h login joe default password ab\n")]
    public void Nothing_else_counts(string content) => Assert.Null(Find(content));

    [Fact]
    public void An_entry_without_a_password_is_passed_over() =>
        Assert.Equal("ab", Find("machine h login joe\nmachine h login joe password ab\n"));

    [Theory]
    [InlineData("password no password ab login joe", "ab")]
    [InlineData("login ann login joe password ab", "ab")]
    [InlineData("login joe account password password ab", "ab")]
    [InlineData("account x login joe port 25 junk password ab", "ab")]
    [InlineData("login joe password machine", "machine")]
    [InlineData("login joe password macdef", "macdef")]
    public void In_an_entry_the_last_word_on_a_field_counts(string fields, string password) =>
        Assert.Equal(password, Find("machine h " + fields + "\n"));

    [Theory]
    [InlineData("macdef init\ncd /tmp\nmachine h login joe password no\n\nmachine h login joe password ab\n", "ab")]
    [InlineData("machine h login joe macdef init\npassword no\n\npassword ab\n", "ab")]
    [InlineData("macdef x\r\nfoo\r\n\r\nmachine h login joe password ab\n", "ab")]
    [InlineData("macdef x\nfoo\n \nmachine h login joe password ab\n", "ab")]
    [InlineData("macdef x\nmachine h login joe password no\n", null)]
    public void A_macro_ends_at_an_empty_line(string content, string? password) => Assert.Equal(password, Find(content));

    [Fact]
    public void A_long_password_is_whole()
    {
        var password = new string('p', 100_000);

        Assert.Equal(password, Find($"machine h login joe password {password}\n"));
    }

    [Property]
    public void Any_octets_can_be_read(byte[] content) => Find(content);

    [Property]
    public void A_quoted_password_is_found_whatever_stands_in_front_of_it(FsCheck.NonNull<string> before)
    {
        var noise = string.Concat(before.Get.Where(c => c is not ('"' or '\'' or '#'))).Replace("macdef", "", StringComparison.Ordinal);

        Assert.NotNull(Find(noise + "\nmachine h login joe password \"a b\"\n"));
    }

    static string? Find(string content) => Find(Encoding.UTF8.GetBytes(content)) is { } found ? Encoding.UTF8.GetString(found) : null;

    static byte[]? Find(byte[] content) => NetrcFile.FindPassword(content, new NetrcLogin("h"u8.ToArray(), "joe"u8.ToArray()));
}
