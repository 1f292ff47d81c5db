using Msmtp;
using Auth.Hmac;

[assembly: MsmtpPlugin<HmacPlugin>]

namespace Auth.Hmac;

/// <summary>The mechanism X-HMAC, and the command <c>hmac_hash sha256|sha512</c>.</summary>
public sealed class HmacPlugin : IPlugin
{
    static readonly SettingKey<HmacHash> Hash =
        new("hmac_hash", HmacHash.Sha256, ParseHash, ArgumentRule.Required) { Allowed = "sha256, sha512" };

    public string Id => "auth.hmac";

    // An eavesdropper can try passwords offline: without TLS it is not chosen automatically.
    public void Register(IPluginRegistry registry) => registry
        .AddSetting(Hash)
        .AddSasl(new SaslMechanism(
            HmacClient.Mechanism,
            new SaslFacts(Strength: 65),
            static context => new HmacClient(context, context.Account.Settings.Get(Hash))));

    static bool ParseHash(SettingArgument argument, out HmacHash value)
    {
        value = argument.Text == "sha512" ? HmacHash.Sha512 : HmacHash.Sha256;
        return argument.Text is "sha256" or "sha512";
    }
}
