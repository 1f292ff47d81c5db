using Msmtp.Text;

namespace Msmtp.Abstractions.Tests.Sasl;

public sealed class SaslAnswerTests
{
    [Theory]
    [InlineData(334, SaslAnswerKind.Challenge)]
    [InlineData(235, SaslAnswerKind.Success)]
    [InlineData(432, SaslAnswerKind.MechanismRefused)]
    [InlineData(504, SaslAnswerKind.MechanismRefused)]
    [InlineData(534, SaslAnswerKind.MechanismRefused)]
    [InlineData(538, SaslAnswerKind.MechanismRefused)]
    [InlineData(535, SaslAnswerKind.SecretRefused)]
    [InlineData(250, SaslAnswerKind.Failed)]
    [InlineData(354, SaslAnswerKind.Failed)]
    [InlineData(421, SaslAnswerKind.Failed)]
    [InlineData(454, SaslAnswerKind.Failed)]
    [InlineData(500, SaslAnswerKind.Failed)]
    [InlineData(501, SaslAnswerKind.Failed)]
    [InlineData(530, SaslAnswerKind.Failed)]
    [InlineData(550, SaslAnswerKind.Failed)]
    public void A_reply_of_SMTP_means_what_RFC_4954_says(int code, SaslAnswerKind kind)
    {
        var reply = new ServerReply(code, null, ["text"]);

        Assert.Equal((kind, reply), (SaslAnswer.Of(reply).Kind, SaslAnswer.Of(reply).Reply));
    }

    [Theory]
    [InlineData(334, "VXNlcm5hbWU6", "Username:")]
    [InlineData(334, "", "")]
    [InlineData(334, "Username:", null)]
    [InlineData(334, "YQ=", null)]
    [InlineData(235, "cHJvb2Y=", "proof")]
    [InlineData(235, "2.7.0 welcome", null)]
    [InlineData(535, "cHJvb2Y=", null)]
    public void Challenges_and_what_comes_with_a_success_are_decoded(int code, string text, string? data)
    {
        var answer = SaslAnswer.Of(new ServerReply(code, null, [text]));

        Assert.Equal(data, answer.Data is { } octets ? OctetText.Decode(octets.Span) : null);
    }

    [Fact]
    public void A_challenge_over_several_lines_is_one()
    {
        var answer = SaslAnswer.Of(new ServerReply(334, null, ["VXNlcm5h", "bWU6"]));

        Assert.Equal("Username:", OctetText.Decode(answer.Data!.Value.Span));
    }
}
