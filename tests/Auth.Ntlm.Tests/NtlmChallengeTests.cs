using System.Buffers.Binary;
using FsCheck.Xunit;

namespace Msmtp.Auth.Ntlm.Tests;

public sealed class NtlmChallengeTests
{
    static byte[] Time => Type2.Pair(7, new byte[8]);

    static byte[] FlagsPair => Type2.Pair(6, new byte[4]);

    public static TheoryData<byte[]> Good { get; } =
    [
        new Type2().Write(),
        new Type2 { Target = "SERVER" }.Write(),
        new Type2 { Information = null }.Write(),
        new Type2 { Information = null, Target = "A LONG NAME OF A SERVER" }.Write(),
        new Type2 { Information = [] }.Write(),
        new Type2 { Information = [.. Type2.Pair(2, "D"), .. FlagsPair, .. Time, .. Type2.End] }.Write(),
        new Type2 { Information = [.. Type2.Pair(99, "unknown"), .. Type2.End, 1, 2, 3] }.Write(),
    ];

    [Theory, MemberData(nameof(Good))]
    public async Task A_good_challenge_is_answered(byte[] challenge)
    {
        Assert.True(NtlmProof.IsGiven(await Some.LoginAsync(Some.Context(), challenge), "Password"));
    }

    public static TheoryData<byte[]> Malformed { get; } = new(
        // A negative length takes a careless reader back to the same pair, for ever.
        (byte[])[6, 0, 0xfc, 0xff, .. Time],
        [7, 0, 0xfc, 0xff, .. Time],
        [2, 0, 0xff, 0xff, .. Time],
        [.. Type2.Pair(2, "Domain"), 1, 0, 9, 0, .. Type2.End],
        [.. Type2.Pair(6, new byte[2]), .. Time, .. Type2.End],
        [.. Type2.Pair(7, new byte[4]), .. Time, .. Type2.End],
        Type2.Pair(2, "no end"),
        [.. Type2.Pair(2, "half an end"), 0, 0],
        Type2.End);

    [Theory, MemberData(nameof(Malformed))]
    public void Malformed_target_information_is_refused(byte[] information)
    {
        var failure = Assert.Throws<InvalidDataException>(() => NtlmChallenge.Check(new Type2 { Information = information }.Write()));

        Assert.Equal("the target information in the server's NTLM challenge is malformed", failure.Message);
    }

    [Theory]
    [InlineData(12, 0xffff, 56u, "target name")]
    [InlineData(12, 2, 0xffffffffu, "target name")]
    [InlineData(12, 2, 0x80000000u, "target name")]
    [InlineData(40, 0xffff, 56u, "target information")]
    [InlineData(40, 12, 0x10038u, "target information")]
    public void A_field_outside_of_the_message_is_refused(int at, int length, uint offset, string name)
    {
        var challenge = new Type2().Write();
        BinaryPrimitives.WriteUInt16LittleEndian(challenge.AsSpan(at), (ushort)length);
        BinaryPrimitives.WriteUInt32LittleEndian(challenge.AsSpan(at + 4), offset);

        var failure = Assert.Throws<InvalidDataException>(() => NtlmChallenge.Check(challenge));

        Assert.Equal($"the {name} in the server's NTLM challenge lies outside of it", failure.Message);
    }

    [Fact]
    public void A_challenge_that_stops_early_or_never_is_refused()
    {
        var challenge = new Type2 { Target = "SERVER" }.Write();

        for (var length = 0; length < challenge.Length; length++)
            Assert.Throws<InvalidDataException>(() => NtlmChallenge.Check(challenge.AsSpan(..length)));
        Assert.Throws<InvalidDataException>(() => NtlmChallenge.Check([.. challenge, .. new byte[4096]]));
    }

    [Fact]
    public async Task The_largest_challenge_is_answered_to_the_largest_names()
    {
        var name = new string('€', 1024);
        byte[] information = [.. Type2.Pair(2, new string('x', 2016)), .. Type2.End];
        var challenge = new Type2 { Flags = Type2.Oem | Type2.Ntlm, Information = information }.Write();
        Assert.Equal(4096, challenge.Length);

        var answer = await Some.LoginAsync(Some.Context(name, domain: name), challenge);

        Assert.Equal((name, name), (answer.User, answer.Domain));
    }

    [Property(MaxTest = 1000)]
    public Task Octets_of_any_kind_make_no_more_than_a_mail_exception(byte[] challenge) => AnswerAsync(challenge);

    [Property(MaxTest = 1000)]
    public Task A_header_before_octets_of_any_kind_makes_no_more_than_a_mail_exception(byte[] rest) =>
        AnswerAsync([.. "NTLMSSP\0\u0002\0\0\0"u8, .. rest]);

    [Property(MaxTest = 1000)]
    public Task Target_information_of_any_kind_makes_no_more_than_a_mail_exception(byte[] information, bool isUnicode) =>
        AnswerAsync(new Type2 { Flags = (isUnicode ? Type2.Unicode : Type2.Oem) | Type2.Ntlm, Information = information }.Write());

    [Property(MaxTest = 3000)]
    public async Task A_good_challenge_with_wrong_octets_makes_no_more_than_a_mail_exception((ushort Place, byte Octet)[] wrong)
    {
        foreach (var good in Good)
        {
            var challenge = good.Data.ToArray();
            foreach (var (place, octet) in wrong)
                challenge[place % challenge.Length] = octet;
            await AnswerAsync(challenge);
        }
    }

    static async Task AnswerAsync(byte[] challenge)
    {
        using var client = new NtlmClient(Some.Context());
        await client.RespondAsync(default, CancellationToken.None);
        try
        {
            await client.RespondAsync(challenge, CancellationToken.None);
            Assert.True(client.IsComplete);
        }
        catch (MailException e)
        {
            Assert.Equal((ExitCode.Software, DeliveryStage.Auth), (e.ExitCode, e.Stage));
            Assert.Contains("NTLM", e.Message, StringComparison.Ordinal);
            Assert.False(client.IsComplete);
        }
    }
}
