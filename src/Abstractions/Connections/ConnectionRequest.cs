namespace Msmtp;

/// <summary>
/// Where a connection is to go, and how it begins. For the account's own server all of the account's settings apply.
/// <para>
/// For any other host those apply that say how this machine gets out and whom it trusts: <c>timeout</c>, <c>proxy_host</c> and the others
/// of the proxy, <c>source_ip</c>, <c>tls_trust_file</c>, <c>tls_crl_file</c>, <c>tls_priorities</c>, <c>tls_min_dh_prime_bits</c>. Those
/// that are about one server do not: <c>host</c>, <c>port</c>, <c>socket</c>, <c>tls</c>, <c>tls_starttls</c>, <c>tls_host_override</c>,
/// <c>tls_fingerprint</c>, <c>tls_certcheck off</c>. And what the account shows of itself, <c>tls_cert_file</c> with <c>tls_key_file</c>,
/// is not shown. The certificate of another host is always verified, for that host's name.
/// </para>
/// </summary>
public sealed record ConnectionRequest
{
    /// <summary>Asks for the account's own server: its <c>socket</c>, or its <c>host</c> and <c>port</c>.</summary>
    public ConnectionRequest()
    {
    }

    /// <summary>Asks for another host.</summary>
    /// <param name="host">Its name, in letters of any script, or its address. It is what the certificate must be for.</param>
    /// <param name="port">Its port, from 1 to 65535.</param>
    public ConnectionRequest(string host, int port)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        Host = host;
        Port = port;
    }

    /// <summary>The host. Null: the account's own server.</summary>
    public string? Host { get; }

    /// <summary>The host's port; 0 where <see cref="Host"/> is null.</summary>
    public int Port { get; }

    /// <summary>
    /// When encryption begins. Null: as <see cref="CommonSettings.SecurityOf"/> says for the account's own server, and with the connection
    /// for another host.
    /// </summary>
    public ConnectionSecurity? Security { get; init; }

    /// <summary>
    /// The host that is named is the account's server all the same, or another service of it: what is said of that server
    /// (<c>tls_fingerprint</c>, <c>tls_host_override</c>, <c>tls_certcheck off</c>) applies to it too, and the client's certificate is shown
    /// to it. Means nothing where no host is named.
    /// </summary>
    public bool IsAccountServer { get; init; }

    /// <summary>How long each step may take (connecting, a proxy, the handshake). Null: as long as the account's <c>timeout</c>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// The connection is made before the files that TLS needs are read: for a question about a server, which is told of first. Otherwise
    /// they come first, so that a wrong file costs no connection.
    /// </summary>
    public bool ConnectsFirst { get; init; }
}
