[assembly: Msmtp.MsmtpPlugin<Msmtp.Auth.Ntlm.NtlmPlugin>]

namespace Msmtp.Auth.Ntlm;

/// <summary>The SASL mechanism NTLM: <c>ntlmdomain</c>.</summary>
public sealed class NtlmPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Id => "auth.ntlm";

    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry
            .AddSetting(NtlmSettings.Domain)
            .AddSasl(new SaslMechanism("NTLM", LastOfAll, static context => new NtlmClient(context)));
    }

    // An eavesdropper can try passwords offline, and a relay can log in elsewhere: msmtp prefers even LOGIN.
    // MS-SMTPNTLM §2.2.1.2: the server's first challenge is plain text, "334 ntlm supported".
    static SaslFacts LastOfAll => new(5) { Reads = SaslChallenges.AfterFirst };
}
