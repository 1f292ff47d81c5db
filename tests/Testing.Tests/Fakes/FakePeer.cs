using System.Collections.Concurrent;

namespace Msmtp.Testing.Tests.Fakes;

/// <summary>The other end, in the same process.</summary>
sealed class FakePeer : ITransportPeer
{
    static readonly ConcurrentDictionary<string, FakePeer> All = new();

    readonly ConcurrentQueue<PeerMail> mails = new();
    readonly CancellationTokenSource gone = new();
    readonly string name = Guid.NewGuid().ToString();
    long seen;

    public FakePeer(PeerInstructions instructions)
    {
        Instructions = instructions;
        All[name] = this;
    }

    public PeerInstructions Instructions { get; }

    public string Msmtprc => $"fake_peer {name}";

    public IReadOnlyList<PeerMail> Mails => [.. mails];

    public long OctetsSeen => Interlocked.Read(ref seen);

    public bool IsGone => gone.IsCancellationRequested;

    public static FakePeer? Find(PluginContext context) => All.GetValueOrDefault(context.Account.Settings.Get(FakePlugin.Peer) ?? "");

    public void See(int octets) => Interlocked.Add(ref seen, octets);

    // True: accepted; false: refused; null: no answer.
    public async Task<bool?> TakeAsync(PeerMail mail, TimeSpan patience)
    {
        Instructions.OnMessage();
        if (await Task.WhenAny(Instructions.Pause, Task.Delay(patience, gone.Token)) != Instructions.Pause || Instructions.Verdict == PeerVerdict.HangsUp)
            return null;
        if (Instructions.Verdict == PeerVerdict.Refuses)
            return false;
        mails.Enqueue(mail);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        All.TryRemove(name, out _);
        await gone.CancelAsync();
    }
}
