using System.Text;
using Msmtp.Hosting;
using NSubstitute;

namespace Msmtp.Host.Tests.Configuration;

/// <summary>Reads a msmtprc from a string, with the host's own settings.</summary>
static class Msmtprc
{
    public static ConfigurationFile Read(string text, IShell? shell = null, PluginRegistry? plugins = null)
    {
        var reader = new ConfigurationReader(plugins ?? PluginRegistry.Of([new CorePlugin(), new OneSwitch()]), shell ?? Substitute.For<IShell>(), "/home/joe");
        var reading = reader.ReadAsync("rc", Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken).AsTask();
        Assert.True(reading.IsCompleted);
        return reading.GetAwaiter().GetResult();
    }

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
