using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Msmtp.Text;

namespace Msmtp.Transport.MailKit;

/// <summary>Connects, encrypts and authenticates, and turns MailKit's exceptions into failures.</summary>
sealed class Opening(Client client, Dialogue dialogue, PluginContext context)
{
    readonly AccountSettings settings = context.Account.Settings;

    string Host => settings.Get(CommonSettings.Host) ?? "";

    public async ValueTask<AuthenticationResult?> RunAsync(CancellationToken cancellationToken)
    {
        client.ServerCertificateValidationCallback = Trust.Of(settings);
        client.CheckCertificateRevocation = false;
        client.LocalDomain = await ClientNameAsync(cancellationToken).ConfigureAwait(false);
        client.Timeout = Timeout.Infinite;
        using var patience = new Patience(settings.Get(CommonSettings.Timeout), context.Time, cancellationToken);
        dialogue.Patience = patience;
        try
        {
            await ConnectAsync(patience.Token).ConfigureAwait(false);
            // The message can be read only once, and is sent by DATA, which needs no size.
            client.Capabilities &= ~(SmtpCapabilities.Chunking | SmtpCapabilities.BinaryMime | SmtpCapabilities.Size);
            return await AuthenticateAsync(patience).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (patience.IsTimeout)
        {
            throw Failed(ExitCode.TempFail, DeliveryStage.Connect, $"cannot connect to {Host}: the operation timed out", e);
        }
        finally
        {
            dialogue.Patience = null;
        }
    }

    // MailKit sends EHLO before it can be asked for the connection's address.
    async ValueTask<string> ClientNameAsync(CancellationToken cancellationToken) =>
        settings.Has(CommonSettings.Domain) ? DomainName.ToAscii(settings.Get(CommonSettings.Domain))
        : context.Environment.FullHostName is { } ask ? await ask(cancellationToken).ConfigureAwait(false) ?? "[127.0.0.1]"
        : "localhost";

    async ValueTask ConnectAsync(CancellationToken cancellationToken)
    {
        var security = (settings.Get(CommonSettings.Tls), settings.Get(CommonSettings.TlsStartTls)) switch
        {
            (false, _) => SecureSocketOptions.None,
            (true, true) => SecureSocketOptions.StartTls,
            (true, false) => SecureSocketOptions.SslOnConnect,
        };
        try
        {
            await client.OpenAsync(Host, settings.Get(CommonSettings.Port), security, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain)
        {
            var unknown = new DeliveryFailure(ExitCode.NoHost, DeliveryStage.Resolve, $"cannot locate host {Host}: {e.Message}")
            {
                IsTemporary = e.SocketErrorCode == SocketError.TryAgain,
            };
            throw new MailException(unknown, e);
        }
        catch (SocketException e)
        {
            var problem = $"cannot connect to {Host}, port {settings.Get(CommonSettings.Port)}: {e.Message}";
            throw Failed(ExitCode.TempFail, DeliveryStage.Connect, problem, e);
        }
        catch (NotSupportedException e)
        {
            throw Failed(ExitCode.Unavailable, DeliveryStage.Tls, "the server does not support TLS via the STARTTLS command", e);
        }
        catch (SslHandshakeException e)
        {
            var problem = $"TLS handshake with {Host} failed: its certificate or its protocol is not acceptable";
            throw Failed(ExitCode.Unavailable, DeliveryStage.Tls, problem, e);
        }
        catch (CommandException e)
        {
            throw Refused(ExitCode.Protocol, DeliveryStage.Greeting, "the server refused the connection", dialogue.TakeReply(), e);
        }
        catch (Exception e) when (e is ProtocolException or IOException)
        {
            throw Broken(DeliveryStage.Greeting, e);
        }
    }

    async ValueTask<AuthenticationResult?> AuthenticateAsync(Patience patience)
    {
        // The user may be asked for the secret: the timeout is for the server only.
        patience.Pause();
        var offer = new SaslOffer(HostName.ToAscii(Host), settings.Get(CommonSettings.Port))
        {
            IsMade = client.Capabilities.HasFlag(SmtpCapabilities.Authentication),
            Mechanisms = [.. client.AuthenticationMechanisms.Select(static name => name.ToUpperInvariant())],
            IsEncrypted = client.IsEncrypted,
        };
        var channel = new SaslChannel(client, dialogue, patience, offer) { Broken = e => Broken(DeliveryStage.Auth, e) };
        return await context.Authenticator.AuthenticateAsync(channel, patience.Token).ConfigureAwait(false);
    }

    MailException Broken(DeliveryStage stage, Exception e) =>
        new(
            new DeliveryFailure(e is IOException ? ExitCode.IoErr : ExitCode.Protocol, stage, $"the connection to {Host} was lost: {e.Message}")
            {
                IsTemporary = e is IOException || !client.IsConnected,
            },
            e);

    MailException Refused(ExitCode exitCode, DeliveryStage stage, string message, ServerReply? reply, Exception? inner = null) =>
        new(exitCode, stage, message, reply, inner) { Advice = reply is null ? null : ReplyAdvice.For(stage, reply, settings) };

    static MailException Failed(ExitCode exitCode, DeliveryStage stage, string message, Exception? inner = null) =>
        new(exitCode, stage, message, inner: inner);
}
