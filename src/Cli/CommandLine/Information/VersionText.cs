namespace Msmtp.Cli;

/// <summary>What <c>--version</c> prints: msmtp's lines in msmtp's order, because there are programs that parse them.</summary>
static class VersionText
{
    /// <summary>The version of msmtp that this program is compatible with. Scripts look for it in the first line.</summary>
    public const string Compatible = "1.8.23";

    /// <summary>The whole text, including the last line end.</summary>
    public static string Of(VersionFacts facts) =>
        $"""
        msmtp version {Compatible} (msmtp for .NET {facts.Version})
        Platform: {facts.Platform}
        TLS/SSL library: {facts.TlsLibrary}
        Authentication library: built-in
        Supported authentication methods:
        {EachWithBlank(facts.Mechanisms.Select(static name => name.ToLowerInvariant()))}
        IDN support: enabled
        NLS: disabled
        Keyring support: {(facts.Keyrings.Count > 0 ? EachWithBlank(facts.Keyrings) : "none")}
        System configuration file name: {facts.SystemFile}
        User configuration file name: {facts.UserFile}

        Copyright (c) 2026 the msmtp for .NET authors
        This is free software.  You may redistribute copies of it under the terms of
        the MIT License <https://opensource.org/license/mit>.
        There is NO WARRANTY, to the extent permitted by law.

        """;

    static string EachWithBlank(IEnumerable<string> names) => string.Concat(names.Select(static name => $"{name} "));
}
