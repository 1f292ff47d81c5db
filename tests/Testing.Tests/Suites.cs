using Msmtp.Testing.Tests.Fakes;

namespace Msmtp.Testing.Tests;

/// <summary>The suite for a mechanism without a fault: everything passes. For those with one, see <see cref="SuitesTests"/>.</summary>
public class FakeSaslConformance : MutualSaslClientConformance
{
    internal Fault Fault { get; init; }

    internal IPlugin? Other { get; init; }

    protected override IPlugin Plugin => Other ?? (Fault == Fault.None ? new FakePlugin() : new FakePlugin(Fault));

    protected override string Mechanism => Fault == Fault.OddName ? "x fake" : "X-FAKE";

    protected override SaslServerSide Serve() => FakeSasl.Serve(Secret);
}

/// <inheritdoc cref="FakeSaslConformance"/>
public class FakeSourceConformance : SecretSourceConformance
{
    internal Fault Fault { get; init; }

    protected override IPlugin Plugin => Fault == Fault.None ? new FakePlugin() : new FakePlugin(Fault);

    protected override SecretQuery Known => new(SecretKind.Password) { Host = "mail.example.org", User = "joe" };

    protected override string Secret => FakeSource.Kept;
}

/// <inheritdoc cref="FakeSaslConformance"/>
public class FakeLogConformance : LogSinkConformance
{
    readonly string name = Guid.NewGuid().ToString();

    internal Fault Fault { get; init; }

    protected override IPlugin Plugin => Fault == Fault.None ? new FakePlugin() : new FakePlugin(Fault);

    protected override string Msmtprc => $"fake_log {name}";

    protected override string? Unwritable => "fake_log full";

    protected override ValueTask<IReadOnlyList<string>> ReadAsync() => new(FakeLog.Read(name));
}

/// <inheritdoc cref="FakeSaslConformance"/>
public class FakeFilterConformance : FilterConformance
{
    internal Fault Fault { get; init; }

    protected override IPlugin Plugin => Fault == Fault.None ? new FakePlugin() : new FakePlugin(Fault);

    protected override string Msmtprc => "fake_filter on";
}

/// <inheritdoc cref="FakeSaslConformance"/>
public class FakeTransportConformance : TransportConformance
{
    internal Fault Fault { get; init; }

    protected override IPlugin Plugin => Fault == Fault.None ? new FakePlugin() : new FakePlugin(Fault);

    protected override ValueTask<ITransportPeer> StartPeerAsync(PeerInstructions instructions) => new(new FakePeer(instructions));
}

/// <inheritdoc cref="FakeSaslConformance"/>
public class FakeQueueConformance : LeasedMailQueueConformance
{
    readonly string name = Guid.NewGuid().ToString();

    internal Fault Fault { get; init; }

    protected override IPlugin Plugin => Fault == Fault.None ? new FakePlugin() : new FakePlugin(Fault);

    protected override string Msmtprc => $"fake_queue {name}";

    protected override TimeSpan Patience => Fault == Fault.None ? base.Patience : TimeSpan.FromMilliseconds(200);
}
