using System.Text;

namespace Msmtp.Log.Syslog.Tests;

public sealed class SyslogMessageTests
{
    [Fact]
    public void A_delivered_mail_is_informational() => Assert.Equal(
        "<14>Nov 22 11:48:41 msmtp: host=localhost tls=off auth=off from=a@localhost recipients=alice@localhost mailsize=158 "
        + "smtpstatus=250 smtpmsg='250 2.0.0 Ok: queued as CD734B28318' exitcode=EX_OK",
        Write(SyslogFacility.User, Some.Record));

    [Fact]
    public void A_mail_that_was_not_delivered_is_an_error() => Assert.Equal(
        "<11>Nov 22 11:48:41 msmtp: host=localhost tls=off auth=off from=a@localhost recipients=alice@localhost "
        + "errormsg='cannot connect to localhost, port 39999: Connection refused' exitcode=EX_TEMPFAIL",
        Write(SyslogFacility.User, Some.Refused));

    [Theory]
    [InlineData("Mail", true, "<22>")]
    [InlineData("Mail", false, "<19>")]
    [InlineData("Local0", true, "<134>")]
    [InlineData("Local3", false, "<155>")]
    [InlineData("Local3", true, "<158>")]
    [InlineData("Local7", false, "<187>")]
    public void The_priority_is_facility_and_severity(string facility, bool isDelivered, string priority) =>
        Assert.StartsWith(priority, Write(Enum.Parse<SyslogFacility>(facility), isDelivered ? Some.Record : Some.Refused), StringComparison.Ordinal);

    [Fact]
    public void A_day_of_one_digit_has_a_blank_in_front() =>
        Assert.StartsWith("<14>Nov  2 01:02:03 msmtp: ", Write(SyslogFacility.User, Some.Record with { Time = new DateTimeOffset(2026, 11, 2, 1, 2, 3, TimeSpan.FromHours(5)) }), StringComparison.Ordinal);

    static string Write(SyslogFacility facility, DeliveryRecord record) =>
        Encoding.UTF8.GetString(SyslogMessage.Write(facility, record));
}
