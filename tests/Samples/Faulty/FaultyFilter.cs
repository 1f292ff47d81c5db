using Msmtp;

namespace Faulty;

sealed class FaultyFilter(string fault, PluginContext context) : IMessageFilter
{
    public async ValueTask<OutgoingMail> FilterAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mail);
        Misbehaviour.Of("filter", fault);
        return fault switch
        {
            "filter gives nothing" => null!,
            "filter cuts the header" => mail with { Content = mail.Content with { HeaderBlock = "Subject: x"u8.ToArray() } },
            "filtered body throws" => mail with { Content = mail.Content with { Body = new FaultyBody() } },
            _ => mail with { Content = mail.Content with { Body = await KeepAsync(mail.Content.Body, cancellationToken) } },
        };
    }

    async Task<Stream> KeepAsync(Stream body, CancellationToken cancellationToken)
    {
        var spool = context.CreateSpool();
        await body.CopyToAsync(spool, cancellationToken);
        spool.Position = 0;
        return spool;
    }

    sealed class FaultyBody : ForwardOnlyStream
    {
        bool hasBegun;

        public override int Read(Span<byte> buffer)
        {
            if (hasBegun)
                throw new InvalidOperationException("the body is broken");
            hasBegun = true;
            "a part\n"u8.CopyTo(buffer);
            return "a part\n"u8.Length;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(Read(buffer.Span));
    }
}
