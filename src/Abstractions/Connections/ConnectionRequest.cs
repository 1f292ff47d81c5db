namespace Msmtp;

/// <summary>
/// Where to connect, and how the connection begins. For the account's own server all of the account's settings apply.
/// <para>
/// For any other host only the settings apply that say how this machine reaches the network and whom it trusts: <c>timeout</c>,
/// <c>proxy_host</c> and the other proxy settings, <c>source_ip</c>, <c>tls_trust_file</c>, <c>tls_crl_file</c>, <c>tls_priorities</c>,
/// <c>tls_min_dh_prime_bits</c>. Settings about one server do not: <c>host</c>, <c>port</c>, <c>socket</c>, <c>tls</c>, <c>tls_starttls</c>,
/// <c>tls_host_override</c>, <c>tls_fingerprint</c>, <c>tls_certcheck off</c>. The account's client certificate (<c>tls_cert_file</c>,
/// <c>tls_key_file</c>) is not presented. The certificate of another host is always verified, against that host's name.
/// </para>
/// </summary>
public sealed record ConnectionRequest
{
    /// <summary>Asks for the account's own server: its <c>socket</c>, or its <c>host</c> and <c>port</c>.</summary>
    public ConnectionRequest()
    {
    }

    /// <summary>Asks for another host.</summary>
    /// <param name="host">Its name, in any script, or its address. The certificate must be valid for it.</param>
    /// <param name="port">Its port, from 1 to 65535.</param>
    public ConnectionRequest(string host, int port)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        Host = host;
        Port = port;
    }

    /// <summary>The host; null for the account's own server.</summary>
    public string? Host { get; }

    /// <summary>The host's port; 0 where <see cref="Host"/> is null.</summary>
    public int Port { get; }

    /// <summary>
    /// When encryption begins. Null: for the account's own server as <see cref="CommonSettings.SecurityOf"/> says, for another host at once
    /// (<see cref="ConnectionSecurity.Tls"/>).
    /// </summary>
    public ConnectionSecurity? Security { get; init; }

    /// <summary>
    /// The named host is the account's server after all, or another service of it: the settings about that server (<c>tls_fingerprint</c>,
    /// <c>tls_host_override</c>, <c>tls_certcheck off</c>) apply to it too, and the client certificate is presented to it. Ignored when no
    /// host is named.
    /// </summary>
    public bool IsAccountServer { get; init; }

    /// <summary>
    /// The trusted certificates for the named host, a PEM file or <see cref="CommonSettings.SystemTrust"/>, in place of the account's
    /// <c>tls_trust_file</c>; null for that. Ignored when no host is named.
    /// </summary>
    public string? TrustFile { get; init; }

    /// <summary>How long each step may take (connecting, a proxy, the handshake); null for the account's <c>timeout</c>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Connect before reading the files that TLS needs, so that errors about the server are reported first. Otherwise the files are read
    /// first, so that a bad file costs no connection.
    /// </summary>
    public bool ConnectsFirst { get; init; }
}
