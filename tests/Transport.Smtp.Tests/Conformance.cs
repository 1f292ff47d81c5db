using Msmtp.Testing;

namespace Msmtp.Transport.Smtp.Tests;

public sealed class SmtpConformance : TransportConformance
{
    protected override IPlugin Plugin => new SmtpPlugin();

    protected override ValueTask<ITransportPeer> StartPeerAsync(PeerInstructions instructions) => new(SmtpPeer.Start(instructions));
}

public sealed class LmtpConformance : TransportConformance
{
    protected override IPlugin Plugin => new SmtpPlugin();

    protected override ValueTask<ITransportPeer> StartPeerAsync(PeerInstructions instructions) =>
        new(SmtpPeer.Start(instructions, MailProtocol.Lmtp));
}
