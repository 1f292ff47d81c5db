using System.Text;
using Msmtp.Hosting;
using NSubstitute;

namespace Msmtp.Host.Tests.Configuration;

/// <summary>Reads a msmtprc from a string, with the host's own settings.</summary>
static class Msmtprc
{
    public static ConfigurationFile Read(string text, IShell? shell = null, PluginRegistry? plugins = null)
    {
        var reader = Reader(plugins ?? PluginRegistry.Of([new CorePlugin(), new OneSwitch()]), shell ?? Substitute.For<IShell>());
        var reading = reader.ReadAsync(Source, Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken).AsTask();
        Assert.True(reading.IsCompleted);
        return reading.GetAwaiter().GetResult();
    }

    public static ConfigurationSource Source => new("user", "rc");

    public static ConfigurationReader Reader(PluginRegistry plugins, IShell shell) =>
        new(plugins, shell, new Expansion(new UserEnvironment { Variable = static name => name == "HOME" ? "/home/joe" : null }, new PluginEnvironment { Home = "/home/joe" }));

    public static string Error(string text)
    {
        var e = Assert.Throws<MailException>(() => Read(text));
        Assert.Equal((ExitCode.Config, DeliveryStage.Configure), (e.ExitCode, e.Stage));
        return e.Message;
    }

    public static AccountSettings Settings(string text, string account) =>
        Assert.IsType<MailAccount>(Read(text).Find(account)).Settings;

    /// <summary>A plugin with a command that takes no argument, under an old name.</summary>
    sealed class OneSwitch : IPlugin
    {
        public string Id => "tests.switch";

        public void Register(IPluginRegistry registry) => registry
            .AddSetting(new SettingKey<bool>("new_switch", true, SettingParsers.Switch).WithAlias("no_switch", SettingParsers.InvertedSwitch, ArgumentRule.None))
            .AddSasl(new SaslMechanism("PLAIN", new SaslFacts(1), _ => Substitute.For<ISaslClient>()));
    }
}
