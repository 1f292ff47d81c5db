namespace Msmtp.Transport.MailKit.Tests;

/// <summary>All of the contract, but for duplicate recipients, who are told once.</summary>
public sealed class MailKitConformance : TransportConformance
{
    protected override IPlugin Plugin => new MailKitTransportPlugin();

    protected override TransportAbilities Abilities => TransportAbilities.All & ~TransportAbilities.KeepsDuplicates;

    protected override ValueTask<ITransportPeer> StartPeerAsync(PeerInstructions instructions) => new(SmtpPeer.Start(instructions));
}
