namespace Msmtp.Connector.Tcp;

/// <summary>The server that a connection was requested to, and the settings that apply to it. Nothing here does I/O.</summary>
sealed class RequestedServer
{
    /// <summary>Applies the rules of <see cref="ConnectionRequest"/> to the account's settings.</summary>
    public RequestedServer(PluginContext context, ConnectionRequest request)
    {
        var own = context.Account.Settings;
        IsAnother = request is { Host: not null, IsAccountServer: false };
        Security = request.Security ?? (request.Host is null ? CommonSettings.SecurityOf(own) : ConnectionSecurity.Tls);
        var settings = request.Host is null ? own : ForNamed(own, request);
        if (request.Timeout is { } limit)
            settings = settings.With(CommonSettings.Timeout, limit);
        Context = ReferenceEquals(settings, own) ? context : context with { Account = context.Account with { Settings = settings } };
    }

    /// <summary>The plugin's context, with the account's settings for this server.</summary>
    public PluginContext Context { get; }

    /// <inheritdoc cref="MailAccount.Settings"/>
    public AccountSettings Settings => Context.Account.Settings;

    /// <summary>When encryption begins.</summary>
    public ConnectionSecurity Security { get; }

    /// <summary>It is not the account's server: msmtprc has no setting for it that advice could name.</summary>
    public bool IsAnother { get; }

    AccountSettings ForNamed(AccountSettings own, ConnectionRequest request)
    {
        var settings = new AccountSettingsBuilder(own)
            .Set(CommonSettings.Host, request.Host)
            .Set(CommonSettings.Port, request.Port)
            .Set(CommonSettings.Socket, null);
        if (request.TrustFile is { } trust)
            settings.Set(CommonSettings.TlsTrustFile, trust);
        return IsAnother ? WithoutOwnServer(settings).Build() : settings.Build();
    }

    // The pinned fingerprint, the host override and the client certificate are for the account's own server only.
    static AccountSettingsBuilder WithoutOwnServer(AccountSettingsBuilder settings) => settings
        .Set(TlsSettings.HostOverride, null)
        .Set(TlsSettings.PinnedFingerprint, null)
        .Set(CommonSettings.TlsCertCheck, true)
        .Set(TlsSettings.CertFile, null)
        .Set(TlsSettings.KeyFile, null);
}
