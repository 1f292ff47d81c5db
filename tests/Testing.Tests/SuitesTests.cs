using System.Reflection;
using Msmtp.Testing.Tests.Fakes;
using Xunit.Sdk;

namespace Msmtp.Testing.Tests;

/// <summary>A rule that nothing can break is worth nothing: for each there is a plugin that breaks it, and the suite notices.</summary>
public sealed class SuitesTests
{
    static readonly IReadOnlyList<(Fault Fault, string Rule, PluginConformance Suite)> Broken =
    [
        Sasl(Fault.OddId, nameof(PluginConformance.Its_id_is_made_of_lower_case_letters_digits_dots_and_dashes)),
        Sasl(Fault.OtherEachTime, nameof(PluginConformance.It_registers_the_same_each_time)),
        Sasl(Fault.ParserThrows, nameof(PluginConformance.Its_settings_take_an_argument_or_refuse_it)),
        Sasl(Fault.PrinterThrows, nameof(PluginConformance.Its_settings_can_be_shown_whatever_is_set)),
        (Fault.None, nameof(PluginConformance.Its_assembly_names_it), new FakeSaslConformance { Other = new UnnamedPlugin() }),

        Sasl(Fault.OddName, nameof(SaslClientConformance.Its_name_is_one_of_sasl)),
        Sasl(Fault.NeverComplete, nameof(SaslClientConformance.A_correct_server_is_trusted)),
        Sasl(Fault.CompleteAtOnce, nameof(SaslClientConformance.Nothing_is_complete_before_it_has_begun)),
        Sasl(Fault.CompleteBeforeTheProof, nameof(MutualSaslClientConformance.A_success_before_the_servers_proof_is_not_believed)),
        Sasl(Fault.ThrowsFormat, nameof(SaslClientConformance.Nothing_that_a_server_says_breaks_it)),
        Sasl(Fault.TellsTheSecret, nameof(SaslClientConformance.No_secret_is_in_what_it_throws_or_prints)),
        Sasl(Fault.ChokesOnNames, nameof(SaslClientConformance.Names_and_passwords_of_any_octets_are_sent_or_refused)),
        Sasl(Fault.DisposeThrows, nameof(SaslClientConformance.It_can_be_disposed_at_any_time_and_twice)),
        Sasl(Fault.DisposesTheSecret, nameof(SaslClientConformance.The_secret_belongs_to_the_caller)),
        Sasl(Fault.SharesState, nameof(SaslClientConformance.Two_exchanges_do_not_disturb_each_other)),
        Sasl(Fault.CancelThrowsIO, nameof(SaslClientConformance.A_cancelled_caller_gets_an_answer_or_a_cancellation)),

        Source(Fault.FindsNothing, nameof(SecretSourceConformance.What_is_in_the_store_is_found)),
        Source(Fault.AnswersAnything, nameof(SecretSourceConformance.What_is_not_its_own_is_left_to_the_next_source)),
        Source(Fault.GivesOneSecretToAll, nameof(SecretSourceConformance.The_host_owns_each_answer)),
        Source(Fault.GivesTheRejectedBack, nameof(SecretSourceConformance.A_refused_secret_belongs_to_the_host)),
        Source(Fault.DisposesWhatItLearns, nameof(SecretSourceConformance.A_verdict_leaves_the_secret_alone)),
        Source(Fault.ZeroesWhatItGave, nameof(SecretSourceConformance.What_it_forgets_it_can_find_again)),
        Source(Fault.ChokesOnNames, nameof(SecretSourceConformance.Odd_names_find_nothing_and_break_nothing)),
        Source(Fault.CancelThrowsIO, nameof(SecretSourceConformance.A_cancelled_caller_gets_an_answer_or_a_cancellation)),
        Source(Fault.OneAtATime, nameof(SecretSourceConformance.Concurrent_queries_work)),
        Source(Fault.TellsTheSecret, nameof(SecretSourceConformance.No_secret_is_in_what_it_reports)),

        Filter(Fault.AlwaysOn, nameof(FilterConformance.An_account_that_does_not_ask_for_it_has_no_filter)),
        Filter(Fault.LosesTheEmptyLine, nameof(FilterConformance.A_mail_comes_out_as_a_mail)),
        Filter(Fault.CountsWhatItIsGiven, nameof(FilterConformance.Lines_are_the_same_however_they_end)),
        Filter(Fault.HoldsTheBody, nameof(FilterConformance.A_large_body_is_not_buffered)),
        Filter(Fault.SwallowsTheBreak, nameof(FilterConformance.A_body_that_breaks_off_is_a_failure)),
        Filter(Fault.HidesEightBit, nameof(FilterConformance.Octets_beyond_127_are_announced)),
        Filter(Fault.SharesState, nameof(FilterConformance.Mails_do_not_disturb_each_other)),
        Filter(Fault.CancelThrowsIO, nameof(FilterConformance.A_cancelled_caller_gets_a_mail_or_a_cancellation)),

        Log(Fault.AlwaysOn, nameof(LogSinkConformance.An_account_that_does_not_ask_for_it_has_no_log)),
        Log(Fault.LosesFailures, nameof(LogSinkConformance.Each_mail_leaves_one_record)),
        Log(Fault.SaysNothing, nameof(LogSinkConformance.A_record_says_who_sent_and_who_should_receive)),
        Log(Fault.WritesLineEnds, nameof(LogSinkConformance.A_stranger_cannot_forge_a_record)),
        Log(Fault.WritesThePassword, nameof(LogSinkConformance.No_secret_is_in_the_log)),
        Log(Fault.Races, nameof(LogSinkConformance.Concurrent_writes_work)),
        Log(Fault.ThrowsIO, nameof(LogSinkConformance.A_failure_to_write_is_a_MailException)),
        Log(Fault.CancelThrowsIO, nameof(LogSinkConformance.A_cancelled_caller_gets_a_record_or_a_cancellation)),

        Transport(Fault.SendsNothing, nameof(TransportConformance.A_mail_arrives)),
        Transport(Fault.NeedsASender, nameof(TransportConformance.The_null_reverse_path_is_carried)),
        Transport(Fault.StripsDots, nameof(TransportConformance.A_message_arrives_as_it_is)),
        Transport(Fault.CutsLines, nameof(TransportConformance.A_long_line_arrives_as_it_is)),
        Transport(Fault.DropsCarriageReturns, nameof(TransportConformance.A_bare_CR_ends_a_line)),
        Transport(Fault.ReadsAhead, nameof(TransportConformance.A_large_body_streams)),
        Transport(Fault.DisposesTheBody, nameof(TransportConformance.The_body_belongs_to_the_host)),
        Transport(Fault.SendsParts, nameof(TransportConformance.A_body_that_breaks_off_is_not_delivered)),
        Transport(Fault.IgnoresRefusals, nameof(TransportConformance.A_refused_recipient_stops_the_mail)),
        Transport(Fault.AlwaysStops, nameof(TransportConformance.A_refused_recipient_leaves_the_others_if_the_mail_says_so)),
        Transport(Fault.SendsToNobody, nameof(TransportConformance.A_mail_whose_recipients_are_all_refused_is_not_sent)),
        Transport(Fault.ClaimsSuccess, nameof(TransportConformance.A_refused_mail_is_not_reported_as_sent)),
        Transport(
            Fault.SureOfLoss,
            nameof(TransportConformance.A_connection_lost_before_the_verdict_leaves_it_open_whether_the_mail_was_delivered)),
        Transport(Fault.IgnoresCancellation, nameof(TransportConformance.A_mail_cancelled_before_is_not_sent)),
        Transport(Fault.IgnoresCancellationInTheMiddle, nameof(TransportConformance.A_mail_cancelled_in_the_middle_is_not_delivered)),
        Transport(Fault.CancelsAfterTheMessage, nameof(TransportConformance.A_cancellation_after_the_message_does_not_lose_the_answer)),
        Transport(Fault.SureOfSilence, nameof(TransportConformance.Silence_after_the_message_leaves_the_delivery_in_doubt)),
        Transport(Fault.WorksOnce, nameof(TransportConformance.A_connection_carries_one_mail_after_another_or_says_that_it_does_not)),
        Transport(Fault.KeepsRecipients, nameof(TransportConformance.A_refusal_leaves_nothing_behind_for_the_next_mail)),
        Transport(Fault.ReadyThrows, nameof(TransportConformance.A_connection_whose_other_end_is_gone_says_so_or_fails_the_mail)),
        Transport(Fault.SucceedsWithNobody, nameof(TransportConformance.Without_a_listener_nothing_is_delivered)),
        Transport(Fault.DisposeThrows, nameof(TransportConformance.A_connection_can_be_disposed_at_any_time_and_twice)),
        Transport(Fault.NeverAnnounces, nameof(TransportConformance.The_end_of_a_message_is_announced_once)),
        Transport(Fault.AnnouncesTwice, nameof(TransportConformance.The_end_of_a_message_is_announced_once)),
        Transport(Fault.AnnouncesTooLate, nameof(TransportConformance.A_mail_that_is_stopped_before_its_end_is_not_delivered)),
        Transport(Fault.ForgetsWhatIsAsked, nameof(TransportConformance.What_is_asked_about_notifications_is_passed_on)),
        Transport(Fault.AsksNobody, nameof(TransportConformance.Where_nobody_would_notify_a_mail_that_asks_for_it_is_not_sent)),
        Transport(Fault.SharesState, nameof(TransportConformance.Connections_do_not_disturb_each_other)),

        Queue(Fault.LosesTheOrigin, nameof(MailQueueConformance.What_is_put_is_listed)),
        Queue(Fault.ForgetsThePast, nameof(MailQueueConformance.What_it_was_put_with_is_kept)),
        Queue(Fault.KeepsAsciiOnly, nameof(MailQueueConformance.Text_of_any_kind_is_kept)),
        Queue(Fault.NeedsASender, nameof(MailQueueConformance.The_null_reverse_path_is_kept)),
        Queue(Fault.ListsBackwards, nameof(MailQueueConformance.Mails_are_listed_in_their_order)),
        Queue(Fault.ListsTwice, nameof(MailQueueConformance.Mails_of_the_same_time_are_each_listed_once)),
        Queue(Fault.FindsAll, nameof(MailQueueConformance.Some_of_the_mails_are_listed)),
        Queue(Fault.DropsRepeats, nameof(MailQueueConformance.Mails_without_a_key_are_all_accepted)),
        Queue(Fault.IgnoresKeys, nameof(MailQueueConformance.A_key_is_accepted_once)),
        Queue(Fault.IgnoresDigests, nameof(MailQueueConformance.The_key_of_another_mail_is_refused)),
        Queue(Fault.PutsWhenAsked, nameof(MailQueueConformance.A_probe_puts_nothing)),
        Queue(Fault.SharesKeys, nameof(MailQueueConformance.A_key_is_its_submitters_own)),
        Queue(Fault.ForgetsNotifications, nameof(MailQueueConformance.What_is_asked_about_notifications_is_kept)),
        Queue(Fault.CutsKeys, nameof(MailQueueConformance.Keys_are_any_text)),
        Queue(Fault.ForgetsChanges, nameof(MailQueueConformance.A_change_is_kept)),
        Queue(Fault.KeepsDeleted, nameof(MailQueueConformance.What_was_deleted_is_gone)),
        Queue(Fault.ChangesAnything, nameof(MailQueueConformance.What_is_not_there_cannot_be_changed)),
        Queue(Fault.KeepsParts, nameof(MailQueueConformance.A_body_that_breaks_off_is_not_accepted)),
        Queue(Fault.ForgetsDrafts, nameof(MailQueueConformance.A_draft_gives_back_what_was_written)),
        Queue(Fault.Races, nameof(MailQueueConformance.Concurrent_puts_work)),
        Queue(Fault.RacesOnKeys, nameof(MailQueueConformance.Concurrent_puts_of_one_key_are_one_mail)),
        Queue(Fault.CancelThrowsIO, nameof(MailQueueConformance.A_cancelled_caller_gets_an_answer_or_a_cancellation)),
        Queue(Fault.OpensOnce, nameof(LeasedMailQueueConformance.The_message_comes_out_as_it_was_put)),
        Queue(Fault.IgnoresDrafts, nameof(LeasedMailQueueConformance.The_body_of_a_draft_comes_out_as_it_was_written)),
        Queue(Fault.LendsTwice, nameof(LeasedMailQueueConformance.A_mail_that_is_taken_is_nobody_elses)),
        Queue(Fault.LendsTwice, nameof(LeasedMailQueueConformance.Concurrent_takes_give_one_lease)),
        Queue(Fault.LendsAnything, nameof(LeasedMailQueueConformance.What_is_not_there_cannot_be_taken)),
        Queue(Fault.ForgetsAttempts, nameof(LeasedMailQueueConformance.An_attempt_without_an_end_is_unknown)),
        Queue(Fault.ForgetsAttempts, nameof(LeasedMailQueueConformance.An_attempt_that_begins_anew_is_a_question_anew)),
        Queue(Fault.ForgetsEnds, nameof(LeasedMailQueueConformance.The_end_of_an_attempt_is_kept)),
        Queue(Fault.SureOfEnds, nameof(LeasedMailQueueConformance.An_end_that_is_unknown_stays_unknown)),
        Queue(Fault.IgnoresKeys, nameof(LeasedMailQueueConformance.A_mail_that_is_done_is_gone_and_its_key_is_known)),
        Queue(Fault.KeepsKeys, nameof(LeasedMailQueueConformance.A_key_can_be_given_again_after_seven_days)),
        Queue(Fault.BuriesTheDead, nameof(LeasedMailQueueConformance.A_dead_mail_can_be_tried_anew)),
        Queue(Fault.CountsNoPlaces, nameof(LeasedMailQueueConformance.An_account_has_so_many_places_and_no_more)),
        Queue(Fault.ForgetsAccounts, nameof(LeasedMailQueueConformance.The_state_of_an_account_is_kept)),
        Queue(Fault.Races, nameof(LeasedMailQueueConformance.Changes_of_an_account_come_one_after_the_other)),
        Queue(Fault.ManyLead, nameof(LeasedMailQueueConformance.One_leads_until_it_gives_up)),
        Queue(Fault.SleepsOn, nameof(LeasedMailQueueConformance.Waiting_ends_with_a_mail)),
        Queue(Fault.SleepsOn, nameof(LeasedMailQueueConformance.Waiting_ends_with_the_time_or_a_cancellation)),
    ];

    public static TheoryData<int, string> Rows { get; } = new(Broken.Select(static (row, i) => (i, row.Rule)));

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_plugin_that_breaks_a_rule_fails_its_test(int row, string rule)
    {
        var suite = Broken[row].Suite;
        var test = suite.GetType().GetMethod(rule)!;
        List<object?[]> runs = [.. test.GetCustomAttributes<InlineDataAttribute>().Select(static data => data.Data)];
        if (runs.Count == 0)
            runs.Add([]);

        var failures = new List<Exception?>();
        foreach (var arguments in runs)
            failures.Add(await Record.ExceptionAsync(async () => await (test.Invoke(suite, arguments) as Task ?? Task.CompletedTask)));

        Assert.Contains(failures, static failure => failure is not null);
        Assert.DoesNotContain(failures, static failure => failure?.GetType().Name == "SkipException");
    }

    [Theory]
    [InlineData(typeof(FakeSaslConformance))]
    [InlineData(typeof(FakeSourceConformance))]
    [InlineData(typeof(FakeFilterConformance))]
    [InlineData(typeof(FakeLogConformance))]
    [InlineData(typeof(FakeQueueConformance))]
    [InlineData(typeof(FakeTransportConformance))]
    public void Every_rule_has_a_plugin_that_breaks_it(Type suite)
    {
        var rules = suite.GetMethods().Where(static method => method.IsDefined(typeof(FactAttribute))).Select(static method => method.Name);

        Assert.Empty(rules.Except(Broken.Select(static row => row.Rule)));
    }

    static (Fault, string, PluginConformance) Sasl(Fault fault, string rule) =>
        (fault, rule, new FakeSaslConformance { Fault = fault });

    static (Fault, string, PluginConformance) Source(Fault fault, string rule) =>
        (fault, rule, new FakeSourceConformance { Fault = fault });

    static (Fault, string, PluginConformance) Filter(Fault fault, string rule) =>
        (fault, rule, new FakeFilterConformance { Fault = fault });

    static (Fault, string, PluginConformance) Log(Fault fault, string rule) =>
        (fault, rule, new FakeLogConformance { Fault = fault });

    static (Fault, string, PluginConformance) Transport(Fault fault, string rule) =>
        (fault, rule, new FakeTransportConformance { Fault = fault });

    static (Fault, string, PluginConformance) Queue(Fault fault, string rule) =>
        (fault, rule, new FakeQueueConformance { Fault = fault });
}
