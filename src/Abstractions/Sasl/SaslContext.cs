namespace Msmtp;

/// <summary>The context of one SASL exchange.</summary>
public sealed record SaslContext
{
    /// <summary>The account, for the mechanism's own settings.</summary>
    public required MailAccount Account { get; init; }

    /// <summary>The authentication identity; null, if none is set, only when <see cref="SaslFacts.NeedsUser"/> is false.</summary>
    public string? User { get; init; }

    /// <summary>
    /// The password or token; null only if <see cref="SaslFacts.Secret"/> is null. The host owns it: do not dispose it.
    /// </summary>
    public Secret? Secret { get; init; }

    /// <summary>The server's name in A-labels (RFC 5890 §2.3.2.1), for digest-uri, service names and tokens.</summary>
    public required string Host { get; init; }

    /// <summary>The server's port.</summary>
    public required int Port { get; init; }

    /// <summary>The service in GSSAPI and digest names (RFC 4954 §4: <c>smtp</c>).</summary>
    public string Service { get; init; } = "smtp";

    /// <summary>The connection is encrypted.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>The names of the offered mechanisms, upper case, for channel-binding negotiation (RFC 5802 §6).</summary>
    public IReadOnlyList<string> Offered { get; init; } = [];

    /// <summary>
    /// Returns the channel binding of a type: "tls-unique" and "tls-server-end-point" (RFC 5929), "tls-exporter" (RFC 9266). Null or empty if
    /// this connection has none of that type. Which types exist depends on the version of TLS and on the transport; a mechanism asks for the
    /// types that it knows, best first.
    /// </summary>
    public Func<string, ReadOnlyMemory<byte>?> ChannelBinding { get; init; } = static _ => null;

    /// <summary>Whether a call may block. In an application, blocking calls belong on a separate thread.</summary>
    public IoMode Io { get; init; } = IoMode.Asynchronous;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The services of the application that embeds the host; null in the command.</summary>
    public IServiceProvider? Services { get; init; }
}
