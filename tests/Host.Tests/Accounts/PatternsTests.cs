using Msmtp.Hosting;
using Msmtp.TestKit;

namespace Msmtp.Host.Tests.Accounts;

public sealed class PatternsTests
{
    const string All = "UHCM";

    readonly Dictionary<string, string> variables = [];

    [Theory]
    [InlineData("%U@%H", "joe@box")]
    [InlineData("%C", "box.example.org")]
    [InlineData("100%x%", "100%x%")]
    [InlineData("%%U", "%joe")]
    public void Patterns_stand_for_the_user_and_the_host(string text, string expected)
    {
        Assert.Equal(expected, Patterns("/nowhere").Expand(text, All));
    }

    [Fact]
    public void The_mails_sender_is_known_while_there_is_a_mail()
    {
        Assert.Equal("bounce+%F", Patterns("/nowhere").Expand("bounce+%F", "F"));
        Assert.Equal("bounce+a@b", Patterns("/nowhere").For("a@b").Expand("bounce+%F", "F"));
        Assert.Equal("%U a@b", Patterns("/nowhere").For("%U").For("a@b").Expand("%U %F", "F"));
    }

    [Fact]
    public void Only_the_patterns_that_a_setting_has_are_replaced() => Assert.Equal("%U.box", Patterns("/nowhere").Expand("%U.%H", "HCM"));

    [Theory]
    [InlineData("u", "l", "u")]
    [InlineData("", "l", "l")]
    [InlineData(null, "l", "l")]
    [InlineData("", "", "joe")]
    [InlineData(null, null, "joe")]
    public void The_users_name_is_USER_or_LOGNAME_or_what_the_system_says(string? user, string? logName, string expected)
    {
        if (user is not null)
            variables["USER"] = user;
        if (logName is not null)
            variables["LOGNAME"] = logName;

        Assert.Equal(expected, Patterns("/nowhere").Expand("%U", All));
    }

    [Fact]
    public void The_mail_name_is_the_first_line_of_its_file()
    {
        using var folder = new TempDirectory();
        File.WriteAllText(Path.Combine(folder.Path, "mailname"), "mail.example.org\r\nsecond\n");

        Assert.Equal("x@mail.example.org", Patterns(folder.Path).Expand("x@%M", All));
    }

    [Theory]
    [InlineData(null, "No such file or directory")]
    [InlineData("", "Invalid argument")]
    [InlineData(" \nmail.example.org\n", "Invalid argument")]
    public void Without_a_mail_name_the_pattern_cannot_be_replaced(string? content, string reason)
    {
        using var folder = new TempDirectory();
        var path = Path.Combine(folder.Path, "mailname");
        if (content is not null)
            File.WriteAllText(path, content);

        var e = Assert.Throws<MailException>(() => Patterns(folder.Path).Expand("%M", All));

        Assert.Equal((ExitCode.Config, $"{path}: {reason}"), (e.ExitCode, e.Message));
    }

    Patterns Patterns(string etc) => new(
        new UserEnvironment
        {
            Variable = name => variables.GetValueOrDefault(name),
            Login = static () => "joe",
            Machine = static () => "box",
            Canonical = static host => host + ".example.org",
        },
        new PluginEnvironment { Home = "/home/joe", SystemConfiguration = etc });
}
