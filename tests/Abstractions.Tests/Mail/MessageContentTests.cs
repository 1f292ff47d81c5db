namespace Msmtp.Abstractions.Tests.Mail;

public sealed class MessageContentTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_body_has_begun_once_somebody_has_read_from_it()
    {
        MessageContent[] contents = [Content(), Content(), Content(), Content()];

        Assert.DoesNotContain(contents, static content => content.HasBegun);
        contents[0].Body.ReadByte();
        await contents[1].Body.ReadExactlyAsync(new byte[1], Token);
        await contents[2].OpenRead().CopyToAsync(Stream.Null, Token);

        Assert.Equal([true, true, true, false], contents.Select(static content => content.HasBegun));
    }

    [Fact]
    public void Copies_with_the_same_body_know_of_each_other_and_others_do_not()
    {
        var content = Content();
        var sameBody = content with { HeaderBlock = "X: y\n\n"u8.ToArray() };
        var otherBody = content with { Body = new MemoryStream("other\n"u8.ToArray()) };
        var aroundIt = content with { Body = new BufferedStream(content.Body) };

        sameBody.Body.ReadByte();

        Assert.Equal((true, true, false, false), (content.HasBegun, sameBody.HasBegun, otherBody.HasBegun, aroundIt.HasBegun));
    }

    [Fact]
    public void The_header_alone_begins_no_body()
    {
        var content = Content();

        new CanonicalStream(content.HeaderBlock, Stream.Null).CopyTo(Stream.Null);

        Assert.False(content.HasBegun);
    }

    [Fact]
    public async Task Whoever_made_the_body_learns_that_it_was_disposed()
    {
        var body = new MemoryStream();

        await new MessageContent(default, body).Body.DisposeAsync();

        Assert.False(body.CanRead);
    }

    static MessageContent Content() => new("Subject: x\n\n"u8.ToArray(), new MemoryStream("hello\n"u8.ToArray()));
}
