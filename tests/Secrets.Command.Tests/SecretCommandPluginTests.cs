using NSubstitute;
using NSubstitute.Extensions;

namespace Msmtp.Secrets.Command.Tests;

public sealed class SecretCommandPluginTests
{
    readonly IPluginRegistry registry = Substitute.For<IPluginRegistry>();

    public SecretCommandPluginTests()
    {
        registry.ReturnsForAll(registry);
        new SecretCommandPlugin().Register(registry);
    }

    [Fact]
    public void The_command_is_asked_early_and_before_all_other_sources() => registry.Received().AddSecretSource(
        "passwordeval",
        Arg.Is<SecretFacts>(facts => facts.IsAskedEarly && facts.Rank == SecretFacts.Command),
        Arg.Any<Func<PluginContext, ISecretSource>>());

    [Fact]
    public void The_setting_is_a_command_of_msmtprc_that_is_no_secret_itself() =>
        registry.Received().AddSetting(Arg.Is<SettingKey>(key => key.Name == "passwordeval" && !key.IsSecret));

    [Theory]
    [InlineData("pass joe", "pass joe")]
    [InlineData("", "(not set)")]
    public void Any_text_is_a_command_and_none_unsets_it(string argument, string shown)
    {
        var settings = new SettingsBuilder();
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
        var settings = Settings.Empty.With(key, "pass show mail");

        Assert.Equal($"{command} needs /bin/sh, which Windows does not have", SecretCommandSettings.Fault(settings, isWindows: true));
        Assert.Null(SecretCommandSettings.Fault(settings, isWindows: false));
        Assert.Null(SecretCommandSettings.Fault(Settings.Empty, isWindows: true));
    }
}
