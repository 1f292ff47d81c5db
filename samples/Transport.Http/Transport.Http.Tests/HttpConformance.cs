using Msmtp;
using Msmtp.Testing;

namespace Transport.Http.Tests;

/// <summary>Every rule of the contract, against a server that implements the API.</summary>
public sealed class HttpConformance : TransportConformance
{
    protected override IPlugin Plugin => new HttpPlugin();

    protected override async ValueTask<ITransportPeer> StartPeerAsync(PeerInstructions instructions) => await ApiServer.StartAsync(instructions);
}
