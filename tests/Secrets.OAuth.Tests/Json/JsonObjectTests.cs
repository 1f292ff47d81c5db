using Msmtp.Secrets.OAuth.Json;

namespace Msmtp.Secrets.OAuth.Tests.Json;

public sealed class JsonObjectTests
{
    [Fact]
    public void Members_are_read_by_what_they_are()
    {
        var read = JsonObject.Read(
            """{"t":"a\nü","n":3600,"s":"3600","f":1.5,"b":true,"l":["x",1,"y"],"o":{"t":1},"z":null}"""u8.ToArray());

        Assert.Equal("a\nü", read.Text("t"));
        Assert.Equal((3600, 3600, 1), (read.Number("n"), read.Number("s"), read.Number("f")));
        Assert.True(read.Flag("b"));
        Assert.Equal(["x", "y"], read.Texts("l"));
        Assert.Null(read.Text("n"));
        Assert.Null(read.Text("o"));
        Assert.Null(read.Text("z"));
        Assert.Null(read.Number("t"));
        Assert.Null(read.Flag("n"));
        Assert.Empty(read.Texts("t"));
    }

    [Fact]
    public void A_secret_is_copied_without_its_escapes()
    {
        using var secret = JsonObject.Read("""{"s":"a\/b\u0041\""}"""u8.ToArray()).Secret("s");

        Assert.Equal("a/bA\""u8, secret!.Reveal());
    }

    // A text is decoded when it is asked for: nothing may be wrong with it by then.
    [Fact]
    public void A_text_that_is_none_is_refused_at_once()
    {
        byte[][] texts = [[0x80], [0xC3, 0x28], [0xED, 0xA0, 0x80], "\\uD800"u8.ToArray(), "\\uDC00x"u8.ToArray()];

        foreach (var text in texts)
        {
            byte[] value = [.. "{\"t\":\""u8, .. text, .. "\"}"u8];
            byte[] element = [.. "{\"t\":[\""u8, .. text, .. "\"]}"u8];
            byte[] name = [.. "{\""u8, .. text, .. "\":1}"u8];
            Assert.All([value, element, name], static json => Assert.Throws<InvalidDataException>(() => JsonObject.Read(json)));
        }
    }
}
