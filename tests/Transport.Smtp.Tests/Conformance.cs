using Msmtp.Testing;

namespace Msmtp.Transport.Smtp.Tests;

public sealed class SmtpConformance : TransportConformance
{
    protected override IPlugin Plugin => new SmtpPlugin();

    protected override ValueTask<ITransportPeer> StartPeerAsync(PeerOrders orders) => new(SmtpPeer.Start(orders));
}

public sealed class LmtpConformance : TransportConformance
{
    protected override IPlugin Plugin => new SmtpPlugin();

    protected override ValueTask<ITransportPeer> StartPeerAsync(PeerOrders orders) => new(SmtpPeer.Start(orders, MailProtocol.Lmtp));
}
