namespace Msmtp.Secrets.Command.Tests;

public sealed class SecretCommandPluginTests
{
    readonly PluginUnderTest plugin = new(new SecretCommandPlugin());

    [Fact]
    public void The_command_is_asked_early_and_before_all_other_sources()
    {
        var facts = Assert.Single(plugin.All<SecretSourceRegistration>(), static source => source.Name == "passwordeval").Facts;

        Assert.True(facts.IsAskedBeforeConnecting);
        Assert.Equal(SecretFacts.Command, facts.Rank);
    }

    [Fact]
    public void The_setting_is_a_command_of_msmtprc_that_is_no_secret_itself() =>
        Assert.False(Assert.Single(plugin.Settings, static key => key.Name == "passwordeval").IsSecret);

    [Theory]
    [InlineData("pass joe", "pass joe")]
    [InlineData("", "(not set)")]
    public void Any_text_is_a_command_and_none_unsets_it(string argument, string shown)
    {
        var settings = new AccountSettingsBuilder();
        var key = SecretCommandSettings.PasswordEval;

        Assert.True(key.Spellings[0].TryApply(new SettingArgument(argument), settings));

        Assert.Equal(shown, key.Show(settings.Build()));
    }

    [Theory]
    [InlineData("passwordeval")]
    [InlineData("tls_key_passwordeval")]
    public void Where_there_is_no_shell_the_account_says_so(string command)
    {
        var key = command == "passwordeval" ? SecretCommandSettings.PasswordEval : SecretCommandSettings.KeyPasswordEval;
        var settings = AccountSettings.Empty.With(key, "pass show mail");

        Assert.Equal($"{command} needs /bin/sh, which Windows does not have", SecretCommandSettings.Fault(settings, isWindows: true));
        Assert.Null(SecretCommandSettings.Fault(settings, isWindows: false));
        Assert.Null(SecretCommandSettings.Fault(AccountSettings.Empty, isWindows: true));
    }

    [Fact]
    public async Task Without_a_key_file_its_command_is_for_nothing()
    {
        var context = plugin.Context("tls_key_passwordeval \"echo x\"");

        Assert.Null(await plugin.SecretSources["tls_key_passwordeval"](context).FindAsync(
            new SecretQuery(SecretKind.KeyPassphrase), TestContext.Current.CancellationToken));
    }
}
