using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Messages;

public sealed class MessageSettingsTests
{
    [Theory]
    [InlineData("set_from_header", "", "auto")]
    [InlineData("set_from_header", "auto", "auto")]
    [InlineData("set_from_header", "on", "on")]
    [InlineData("set_from_header", "off", "off")]
    [InlineData("set_from_header", "On", null)]
    [InlineData("set_from_header", "x", null)]
    [InlineData("add_missing_from_header", "", "auto")]
    [InlineData("add_missing_from_header", "on", "auto")]
    [InlineData("add_missing_from_header", "off", "off")]
    [InlineData("add_missing_from_header", "auto", null)]
    [InlineData("set_sender_header", "", "auto")]
    [InlineData("set_sender_header", "auto", "auto")]
    [InlineData("set_sender_header", "on", "on")]
    [InlineData("set_sender_header", "off", "(not set)")]
    [InlineData("set_sender_header", "yes", null)]
    [InlineData("keep_from_name", "", "on")]
    [InlineData("keep_from_name", "on", "on")]
    [InlineData("keep_from_name", "off", "(not set)")]
    [InlineData("keep_from_name", "auto", null)]
    [InlineData("set_date_header", "", "auto")]
    [InlineData("set_date_header", "auto", "auto")]
    [InlineData("set_date_header", "off", "off")]
    [InlineData("set_date_header", "on", null)]
    [InlineData("add_missing_date_header", "", "auto")]
    [InlineData("add_missing_date_header", "on", "auto")]
    [InlineData("add_missing_date_header", "off", "off")]
    [InlineData("add_missing_date_header", "auto", null)]
    [InlineData("set_msgid_header", "", "auto")]
    [InlineData("set_msgid_header", "auto", "auto")]
    [InlineData("set_msgid_header", "off", "off")]
    [InlineData("set_msgid_header", "on", null)]
    [InlineData("remove_bcc_headers", "", "on")]
    [InlineData("remove_bcc_headers", "on", "on")]
    [InlineData("remove_bcc_headers", "off", "off")]
    [InlineData("remove_bcc_headers", "ON", null)]
    [InlineData("keepbcc", "", "off")]
    [InlineData("keepbcc", "on", "off")]
    [InlineData("keepbcc", "off", "on")]
    [InlineData("keepbcc", "x", null)]
    [InlineData("undisclosed_recipients", "", "on")]
    [InlineData("undisclosed_recipients", "on", "on")]
    [InlineData("undisclosed_recipients", "off", "off")]
    [InlineData("undisclosed_recipients", "x", null)]
    public void An_argument_means_what_it_means_to_msmtp(string command, string argument, string? shown)
    {
        var spelling = Registered().SelectMany(key => key.Spellings).Single(spelling => spelling.Name == command);
        var settings = new AccountSettingsBuilder();

        var isValid = spelling.TryApply(new SettingArgument(argument), settings);

        Assert.Equal(shown is not null, isValid);
        Assert.Equal(shown, isValid ? Registered().Single(key => key.Spellings.Contains(spelling)).Show(settings.Build()) : null);
    }

    [Theory]
    [InlineData("set_from_header", "auto")]
    [InlineData("set_date_header", "auto")]
    [InlineData("set_msgid_header", "auto")]
    [InlineData("remove_bcc_headers", "on")]
    [InlineData("undisclosed_recipients", "off")]
    public void Unset_it_is_shown_as_msmtp_shows_it(string command, string shown)
    {
        Assert.Equal(shown, Registered().Single(key => key.Name == command).Show(AccountSettings.Empty));
    }

    [Fact]
    public void All_are_shown_when_a_mail_would_be_sent_but_the_one_that_msmtp_does_not_show()
    {
        var shown = Registered()
            .Where(key => key.Display is { IsAboutMail: true, IsHiddenWhenUnset: false })
            .OrderBy(key => key.Display!.Rank)
            .Select(key => key.Name);

        Assert.Equal(["set_from_header", "set_date_header", "remove_bcc_headers", "undisclosed_recipients"], shown);
    }

    [Theory]
    [InlineData("set_to_header", "on", "on", "off")]
    [InlineData("set_to_header", "", "on", "off")]
    [InlineData("set_to_header", "off", "(not set)", "off")]
    [InlineData("set_to_header", "undisclosed_recipients", "(not set)", "on")]
    [InlineData("undisclosed_recipients", "on", "(not set)", "on")]
    [InlineData("undisclosed_recipients", "off", "(not set)", "off")]
    public void The_old_command_and_the_new_one_set_the_same_thing(string command, string argument, string shown, string shownOld)
    {
        var spelling = Registered().SelectMany(static key => key.Spellings).Single(spelling => spelling.Name == command);
        var settings = new AccountSettingsBuilder().Set(MessageSettings.SetTo, ToHandling.On);

        Assert.True(spelling.TryApply(new SettingArgument(argument) { Origin = SettingOrigin.File }, settings));

        Assert.Equal(shown, MessageSettings.SetTo.Show(settings.Build()));
        Assert.Equal(shownOld, MessageSettings.UndisclosedRecipients.Show(settings.Build()));
    }

    [Theory]
    [InlineData("set_to_header", "auto")]
    [InlineData("set_to_header", "ON")]
    [InlineData("undisclosed_recipients", "undisclosed_recipients")]
    public void Neither_takes_anything_else(string command, string argument)
    {
        var spelling = Registered().SelectMany(static key => key.Spellings).Single(spelling => spelling.Name == command);

        Assert.False(spelling.TryApply(new SettingArgument(argument) { Origin = SettingOrigin.File }, new AccountSettingsBuilder()));
    }

    [Fact]
    public void Help_has_the_options_in_their_order_and_not_the_old_ones()
    {
        var options = Registered()
            .SelectMany(key => key.Spellings)
            .Select(spelling => spelling.Option)
            .OfType<SettingOption>()
            .OrderBy(option => option.Rank);

        Assert.Equal(
            [
                "--set-from-header[=(auto|on|off)] set From header handling",
                "--set-date-header[=(auto|off)] set Date header handling",
                "--set-msgid-header[=(auto|off)] set Message-ID header handling",
                "--remove-bcc-headers[=(on|off)] enable/disable removal of Bcc headers",
                "--undisclosed-recipients[=(on|off)] enable/disable replacement of To/Cc/Bcc with To: undisclosed-recipients:;",
                "--set-to-header[=(on|off|undisclosed_recipients)] replace To/Cc/Bcc with one To header",
                "--keep-from-name[=(on|off)] keep the name where From is replaced",
                "--set-sender-header[=(auto|on|off)] set Sender header handling",
            ],
            options
                .Where(option => option.Help.Count > 0)
                .Select(option => $"--{option.Name}{option.HelpArgument} {string.Join(' ', option.Help)}"));
        Assert.Equal(
            ["add-missing-from-header", "add-missing-date-header", "keepbcc"],
            options.Where(option => option.Help.Count == 0).Select(option => option.Name));
    }

    static List<SettingKey> Registered()
    {
        var keys = new List<SettingKey>();
        var registry = NSubstitute.Substitute.For<IPluginRegistry>();
        NSubstitute.SubstituteExtensions.ReturnsForAnyArgs(registry.Add(null!), call =>
        {
            keys.Add((SettingKey)call[0]);
            return registry;
        });
        MessageSettings.Register(registry);
        return keys;
    }
}
