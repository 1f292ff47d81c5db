using System.Security.Cryptography;
using Filter.Digest;
using Msmtp;

[assembly: MsmtpPlugin<DigestPlugin>]

namespace Filter.Digest;

/// <summary>Adds a digest of the body to the header: <c>body_digest sha-256|sha-512</c> in msmtprc.</summary>
public sealed class DigestPlugin : IPlugin
{
    static readonly SettingKey<HashAlgorithmName?> Algorithm =
        new("body_digest", null, ParseAlgorithm, ArgumentRule.Required) { Allowed = "sha-256, sha-512" };

    public string Id => "filter.digest";

    // After filters that change the body, and before those that sign the header.
    public void Register(IPluginRegistry registry) => registry
        .AddSetting(Algorithm)
        .AddMessageFilter("digest", order: 900, static context =>
            context.Account.Settings.Get(Algorithm) is { } algorithm ? new DigestFilter(algorithm, context.CreateSpool) : null);

    static bool ParseAlgorithm(SettingArgument argument, out HashAlgorithmName? value)
    {
        value = argument.Text switch { "sha-256" => HashAlgorithmName.SHA256, "sha-512" => HashAlgorithmName.SHA512, _ => null };
        return value is not null;
    }
}
