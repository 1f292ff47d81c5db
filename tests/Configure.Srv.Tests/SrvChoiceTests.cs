namespace Msmtp.Configure.Srv.Tests;

public sealed class SrvChoiceTests
{
    static readonly SrvRecord Mail = new(10, 1, 465, "mail.example.org");

    [Fact]
    public void The_lowest_priority_is_taken_whatever_the_weights()
    {
        Assert.Equal(Mail, SrvChoice.Pick([Mail with { Priority = 20, Weight = 100 }, Mail, Mail with { Priority = 30 }]));
    }

    [Fact]
    public void Of_one_priority_the_greatest_weight_is_taken()
    {
        var heavy = Mail with { Weight = 7, Target = "heavy.example.org" };

        Assert.Equal(heavy, SrvChoice.Pick([Mail, heavy, Mail with { Weight = 0 }]));
    }

    [Fact]
    public void Of_equals_the_first_is_taken()
    {
        Assert.Equal(Mail, SrvChoice.Pick([Mail, Mail with { Port = 466 }]));
    }

    [Theory]
    [InlineData(465, ".")]
    [InlineData(465, "")]
    [InlineData(0, "mail.example.org.")]
    [InlineData(465, "mail example.org.")]
    [InlineData(465, "mail\nuser root.example.org.")]
    [InlineData(465, "$(id).example.org.")]
    [InlineData(465, "mäil.example.org.")]
    [InlineData(465, "mail..example.org.")]
    public void What_is_no_server_is_not_taken(int port, string target)
    {
        var useless = Mail with { Priority = 0, Port = port, Target = target };

        Assert.Null(SrvChoice.Pick([useless]));
        Assert.Equal(Mail, SrvChoice.Pick([useless, Mail]));
    }

    [Fact]
    public void Without_records_there_is_no_server()
    {
        Assert.Null(SrvChoice.Pick([]));
    }
}
