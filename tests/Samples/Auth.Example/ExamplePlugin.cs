using Msmtp;

[assembly: MsmtpPlugin<Auth.Example.ExamplePlugin>]

namespace Auth.Example;

/// <summary>The mechanism X-EXAMPLE, as somebody may write it who has nothing but the contracts.</summary>
public sealed class ExamplePlugin : IPlugin
{
    /// <summary>The device that the server is told; null: none.</summary>
    public static SettingKey<string?> Device { get; } = new(
        "x_example_device", null, SettingParsers.Text, option: new SettingOption("x-example-device", ArgumentRule.Required)
        {
            HelpArgument = "=[name]",
            Help = ["set/unset the device that X-EXAMPLE tells the server"],
        });

    /// <inheritdoc/>
    public string Id => "example.auth";

    // Stronger than all that come with msmtp. Whether it is safe without TLS is unknown, so it does not claim to be.
    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry
            .AddSetting(Device)
            .AddSasl(new SaslMechanism("X-EXAMPLE", new SaslFacts(1000), static context => new ExampleClient(context)));
    }
}
