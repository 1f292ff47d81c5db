using Msmtp;
using Msmtp.Testing;

namespace My.Plugin_1.Tests;

/// <summary>Every rule of the contract that can apply to a folder, which does not refuse anything, or reply.</summary>
public sealed class MaildropConformance : TransportConformance
{
    protected override IPlugin Plugin => new MaildropPlugin();

    protected override TransportAbilities Abilities =>
        TransportAbilities.KeepsOctets | TransportAbilities.KeepsDuplicates | TransportAbilities.Streams;

    protected override ValueTask<ITransportPeer> StartPeerAsync(PeerInstructions instructions) => new(new MaildropPeer());
}
