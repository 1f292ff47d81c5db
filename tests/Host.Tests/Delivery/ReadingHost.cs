using System.Collections.Concurrent;
using Text = Msmtp.Host.Tests.Messages.Text;

namespace Msmtp.Host.Tests.Delivery;

/// <summary>A transport that reads what it is given.</summary>
/// <param name="readAsync">Chooses the form of the message.</param>
sealed class ReadingHost(Func<Mail, CancellationToken, ValueTask<MessageContent>> readAsync) : IPlugin
{
    public ReadingHost() : this(static (mail, _) => new(mail.Content))
    {
    }

    public string Id => "tests.reading";

    public ConcurrentQueue<(string Header, string Body, bool IsEightBit)> Messages { get; } = new();

    public IEnumerable<string> Bodies => Messages.Select(static message => message.Body);

    public int Connections { get; private set; }

    public void Register(IPluginRegistry registry) => registry.AddTransport("reading", (_, _) =>
    {
        Connections++;
        return new ValueTask<ITransport>(new Link(this, readAsync));
    });

    sealed class Link(ReadingHost host, Func<Mail, CancellationToken, ValueTask<MessageContent>> readAsync) : ITransport
    {
        public ValueTask<bool> ReadyAsync(CancellationToken ct) => new(true);

        public async ValueTask<DeliveryReport> SendAsync(Mail mail, CancellationToken ct)
        {
            var content = await readAsync(mail, ct);
            host.Messages.Enqueue((Text.Of(content.HeaderBlock), await Text.Of(content.Body), content.IsEightBit));
            return FakeHost.Accepted(mail);
        }

        public ValueTask DisposeAsync() => default;
    }
}
