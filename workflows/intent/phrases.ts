import type { Intent } from '#workflows/intent/intents.ts';

/**
 * What leads write, by meaning: the examples the built-in classifier learns from when it is first used. One a line. They
 * are our own, written as people write on a phone; a play's words, names and numbers are kept out so that nothing but the
 * meaning is learned. More and more varied lines help more than any change to the model.
 */
const LINES: Readonly<Record<Intent, string>> = {
  interested: `
yes
yes please
yep
yeah
sure
sure thing
sounds good
sounds great
sounds interesting
tell me more
yes I'm interested
I'm interested
im interested
very interested
still interested
yes still interested
I am still looking
yes still looking for one
definitely
absolutely
ok tell me more
please send me more information
send me more info
send info please
can you send me some details
I'd like to learn more
I would like to know more about this
would love to hear more
I'd love to
happy to chat
let's talk
lets do it
let's set up a call
sign me up
count me in
I'm in
I'm keen
yes, how do we get started
how do I get started
what are the next steps
what do I need to do next
great, what's next
we would like to move forward
let's move forward
ready to go ahead
I want to buy
I'd like to order
I want one
interested, yes
curious to see it
I'd like to see a demo
can I get a demo
book me in for a demo please
please book a meeting
we are looking for something like this
this is exactly what we need
perfect timing, we were just looking into this
yes I would like to see how it works
go ahead and send it over
yes send it over
ok sure send it
why not, tell me about it
that would be great
that would be helpful
I'm open to it
open to a conversation
we are evaluating options right now
we could use this
could be interesting for our team
yes please reach out
yes have someone contact me
I am ready to buy
let me see what you have
show me what you got
yes, I am the right person and this is of interest
thanks for reaching out, I'd be glad to learn more
good timing. we are reviewing vendors this month
oui je suis intéressé
sí me interesa
ok you have my attention
you've got my attention
go for it
that'd be awesome
awesome, send it
i'd be up for that
up for a chat
sounds like something we'd want
i might be, send some info
possibly, what do you have
maybe, tell me more
could be, what's it about, send details
great, let's set it up
ok let's do this
lets get started
happy to have a look
i'll take a look, send it over
glad you reached out, we want this
we have been meaning to find a tool like this
we need help with exactly that
that's something we are struggling with
how soon can we start
when can we start
where do i sign up
where can i buy it
can i still get one
is the offer still open, i want it
i'd love a walkthrough
please set up a demo for our team
my boss asked me to find this, please send everything
yes and my partner wants to see it too
i would be interested in learning more about your services
thank you for the information, we would like to proceed
we'd be interested in a trial
i want to try it
can i try it
i'll try it
yes i do want that
okay i'm listening
intrigued
you bet
for sure
why not
sure why not
lets go
all ears
heck yes
yes that sounds right up our alley
happy to connect
yes please do send the brochure
could use some help with that actually
love it. next step?
happy to talk
looking to replace our current tool
we want to replace our current system
what are you offering, i'm listening
we are in the market for one
keep me posted
keep me in the loop
keep me on the list
please keep me on your list
put me on the list
add me to your list
add me to the waitlist
keep them coming
keep the updates coming
i love these texts
i like getting your messages
don't stop, this is useful
please don't remove me, i'm interested
subscribe me
sign me up for texts
opt me in
`,
  confirm: `
confirmed
confirm
c
i confirm
yes confirmed
that works
that works for me
works for me
works
that time works
tuesday works
10 am works great
thursday at 3 is good
friday is fine
yes that's correct
that is correct
correct
thats right
that's right
yes this is my number
yes that's my number
yes this is the right number
yes right number
yes this is dana
yes, it's me
speaking
this is she
this is he
that's me
see you then
see you tomorrow
see you tuesday
see you there
i'll be there
we will be there
ill be there at 10
looking forward to it
on my way
got it, see you monday
yes i can make it
i can make it
yes still on
still good for tomorrow
still on for today
yes we are still on
all set for tomorrow
all good for thursday
10:30 it is
lets do 11
let's do 2pm then
2 pm is perfect
perfect, see you then
ok see you at 4
good with me
i accept
accepted
booked it
i booked a slot
just booked on your calendar
will do, see you then
yes, that time is perfect
confirming our meeting tomorrow
i am confirming for friday
count on me for wednesday
y
👍
ok works
fine with me
email address is correct
yes the address is right
yup, that time is good
that time's good
yup good for tomorrow
yep this is my cell
this is my cell
this is my number
this is the best number
you have the right person
you got the right guy
right person, yes
yep that's me
yes you can reach me at this number
noon works
monday at 9 works on our end
that slot is fine
sounds good, see you thursday
ok great, talk to you then
talk to you at 2
talk tomorrow at 10 then
we'll see you on friday
it's in my calendar
added to my calendar
calendar accepted
roger that, see you
10-4
will be there
we are good to go for tomorrow
good to go
both of us will attend
yes we will attend
yes i received it, all correct
that's the correct address
details are correct
the info is right
i just confirmed on the website
approved
agreed
deal, see you at noon
tomorrow at 10 is fine by us
yes it is the correct email
that's me, yes
great, 4pm works
i'm still coming
still coming
we are still coming
still planning to be there
`,
  question_pricing: `
how much
how much is it
how much does it cost
how much does this cost
what does it cost
what's the price
what is the price
whats the cost
price?
pricing?
cost?
what are your prices
what are your rates
what is your pricing
can you send me pricing
send me a price list
send pricing please
can i get a quote
need a quote
please send a quote
how much per month
how much per user
is it per month or per year
what's the monthly fee
what would the monthly payment be
any discounts
do you offer discounts
is there a discount for annual
can you do better on the price
what's your best price
what is the best you can do
is that your lowest price
are there setup fees
any hidden fees
is there a setup cost
what is the total cost
ballpark price
give me a ballpark
what's the price range
is there a free trial
is there a free version
how long is the contract
is there a contract
do i have to sign a contract
what are the payment terms
do you offer financing
can i pay monthly
do you take credit cards
how much for a team of 20
how much is it for 5 licenses
what would it cost for 50 people
how expensive is it
is it expensive
what does the basic plan cost
what's included in the price
what is the difference in price between the plans
do you price match
what is the interest rate
how much down
what's the out the door price
how much is shipping
is installation included in the price
interested but how much is it
sounds good but what does it cost
before we talk, what's the pricing
could you share your pricing before we meet
what kind of budget should we plan for
do you have nonprofit pricing
student discount?
can i cancel anytime
is there a cancellation fee
cuánto cuesta
combien ça coûte
do you have any deals
do u have any deals right now
any deals going on
any promotions right now
any specials this month
is there wiggle room on the price
can you come down on the price
what would you charge for 12 seats
what do you charge
what do you charge per hour
whats it gonna cost
what's this going to cost me
what will it run me
how much would i pay
how much are we talking
what are the fees
what's the damage
is it free
is this free
does it cost anything
does it cost extra
is there an extra charge for that
rough idea of the price
could you share your rate card
do you have a price sheet
whats the msrp
can you beat 500 a month
my budget is 200 is that enough
what's the cheapest plan
what does the pro version cost
price for one person
what's the annual price
do prices go up after the first year
is tax included
what do you charge for installation
price for the smaller package?
do you have a plan under $50
can i pay in installments?
remove the second seat from the quote
remove the setup line from the quote
take the extra seat off the quote
can you take 200 off
take ten percent off and we have a deal
take the deposit off my card
can i cancel at any time
how do i cancel if i don't like it
is it easy to end the contract
how do i get out of the contract later
does it stop after the trial or charge me
`,
  question_other: `
what is this about
what is it
what does it do
what do you do
what exactly do you offer
how does it work
how does this work
can you explain how it works
does it integrate with salesforce
does it work with hubspot
do you integrate with outlook
does it work on mac
is there an app
is there a mobile app
do you have an api
does it come in blue
what colors do you have
do you have it in stock
is it still available
is this still available
when can you deliver
how long does delivery take
how long does it take to set up
how long is implementation
where are you located
where is your office
what are your hours
are you open on saturday
what's the address
where do i park
what should i bring
do i need to bring anything
how long will the meeting take
who will be on the call
who will i be meeting with
is it online or in person
can you send the link
what's the meeting link
is there a video
do you have references
do you have case studies
who else uses it
are you gdpr compliant
is my data secure
where is the data stored
do you have soc 2
what is the warranty
does it come with a warranty
can i return it
what's the mileage
how many miles are on it
what year is it
do you take trade ins
do you ship to canada
do you work with small companies
is this for business or personal use
what is the difference between the two plans
which one would you recommend
can it handle multiple locations
how many users can it support
do you offer training
what kind of support do you have
who is this
who dis
why are you texting me
how did you get my number
where did you get my info
how do you know me
which company is this
what company are you with
what product is this
what are the requirements
do i qualify
does my warranty cover this
can you help me with something
i have a question
quick question
can you answer a question first
what happens after the trial
what does the onboarding look like
can it export to excel
does it export to csv
can it import my contacts
does this work for dental offices
do you work with restaurants
does it come in other sizes
what platforms do you support
what languages does it support
is it cloud based
is it hard to set up
is it easy to use
do i need special equipment
do i need to install anything
how many people use it
what's the catch
what makes you different
why should i switch
how are you different from the others
what is included
what comes with it
what's included in the package
which model is it
do you have the red one
has it been in an accident
can i bring my dog
can my wife come too
do you have weekend hours
how far are you from downtown
what is your website
do you have a website
what's the next available date
what is your return policy
who are you
who is texting me
what company is this
is this about my order
what happened to my order
where is my order
when will i hear back
did you get my email
did you receive my form
can you resend the link
the link doesn't work
link is broken
i can't open the attachment
what time is the meeting
what time is my appointment again
when is our call
is the demo recorded
do you guys deliver to ohio
how many seats does it have
can i use it offline?
where did you find my contact?
i didn't receive the invoice
i did not get your message
i never got the link
no message came through
is this spam
is this a scam
is this legit
how did i get on this list
what list am i on
out of stock?
is it sold out
do you have more messages for me
do you block spam
how do i turn on notifications
when does it end
what is the end date
where do i get off the highway
which stop do i get off at
can i stop by tomorrow
can i stop in on saturday
how do i remove a user in the app
can i delete old records in it
how do i cancel an order
`,
  reschedule: `
can we reschedule
need to reschedule
i need to reschedule
reschedule please
can we move it
can we move it to tuesday
can we move our call
can we push it to next week
can we push to thursday
could we do friday instead
can we do it another day
can we do another time
can we do later
can we do 3 instead of 2
how about wednesday instead
how about thursday
what about friday at 10
would monday work instead
does next tuesday work for you
do you have anything next week
any other times
do you have other times available
is there a later slot
anything in the afternoon
afternoon would be better
mornings are better for me
that time doesn't work
that time doesnt work for me
tuesday doesn't work
that day is bad for me
i can't do tomorrow, can we do friday
cant make it at 2, can we do 4
i can't make it today, another day
something came up, can we do next week
something came up need to change the time
i have a conflict
have a conflict at that time
double booked, can we move it
running late can we start at 15 past
running 10 minutes late
going to be late
i'm running behind can we push 30 minutes
need a different time
need to change my appointment
i want to change my appointment
change the time please
can we meet earlier
can we do earlier in the day
could we postpone our meeting
let's postpone to next week
we need to postpone
please move my appointment to the afternoon
sorry can't make our meeting, could we find another time
my flight got delayed, can we talk later today
kids are sick, can we do it next week
let's do next monday instead
i'm free after 3
i am available thursday or friday
i'm free tuesday between 1 and 3
best time is after 5
any time after noon works better
could you do 8am instead
not tomorrow, maybe friday?
i missed our call, can we set a new time
sorry i missed it, when can we try again
change
gotta move our 2pm
sorry gotta move it
would 4 instead of 3 be possible
any chance we could do wednesday
any chance for a later time
could we find another slot this week
is there another slot
stuck in traffic, be late
stuck in a meeting, can we start later
not monday. maybe tuesday morning
not thursday, friday is better
let's move to next week
bump it to thursday
bump our call to 4
rain check, next week?
can i get a rain check until tuesday
can you send me other times
what other days do you have
what times do you have on friday
when else are you free
when are you available
when is good for you
we can do the 14th at 10
how does the 3rd look
tomorrow at 9 would be better
sooner would be better
can we make it 30 minutes later
can we switch to the morning
need to shift our meeting
please shift to next tuesday
my schedule changed, need a new time
could we shift the call by an hour
i need to move my appt
i'd need a later date please
would the 12th suit instead?
i'll be 15 min late
i'll be a bit late
be there 10 minutes late
shift the call by an hour
push the meeting by an hour
an hour later please
block off an hour for us on friday
block tuesday at 3
can you block wednesday morning
do not call before noon, call at 2
`,
  decline_meeting: `
cancel my appointment
please cancel my appointment
cancel the meeting
please cancel our meeting
cancel our call
cancel tomorrow
i need to cancel
i have to cancel
need to cancel our meeting
have to cancel today
i won't be able to make it
won't make it
i can't make it
cant make it tomorrow
i can't attend
can't come
we can't come
not able to attend
i won't be attending
no need for a call
no need for a meeting
i don't need a call
i don't need a demo
i don't want a meeting
i don't want a call
don't need to meet
i'd rather not meet
i would rather not get on a call
no call please
no calls needed
no meeting please
i don't have time for a call
no time for a meeting
i'm not going to do a call
i'm not taking meetings
not taking any calls
we don't do vendor meetings
i decline
declined
declining the invite
i'll skip the meeting
skip the demo
let's skip the call
a meeting isn't necessary
a call is not necessary
not necessary to meet
please take the meeting off the calendar
please cancel the demo on thursday
i have to call off our meeting
calling off the appointment
i no longer need the appointment
don't need the appointment anymore
we will not be needing the consultation
just send the info, no meeting
no demo, thanks
i don't think a meeting makes sense
i'd prefer not to have a call
i will have to pass on the meeting
pass on the demo
gonna have to cancel
going to have to cancel our meeting
have to cancel our 10am
please cancel my 10am
i don't really need a call for this
don't think i need a demo
won't be able to attend after all
no need to meet, just send the brochure
no meeting needed
rather not do a call
not up for a call
no zoom please
i am not doing another zoom
i'm not available for a meeting
not interested in a meeting
not interested in a demo
i don't want to schedule anything
don't book me anything
we can't join
unable to join
can't join the call
i'm bailing on the meeting
take me off the calendar for tomorrow
please delete the invite
we decided to cancel the appointment
cancel friday please
i'm going to cancel my visit
not going to make the appointment, please cancel it
please call off our meeting on friday
`,
  not_now: `
not now
not right now
not at the moment
not at this time
not yet
maybe later
later
maybe next year
maybe next month
next quarter
try me next quarter
check back next quarter
check back in a few months
check back with me in january
reach out next year
reach out in six months
contact me in the spring
ask me again in march
follow up in a month
follow up after the holidays
circle back in q2
circle back next month
touch base in the fall
i'm busy right now
busy right now
too busy at the moment
we are swamped right now
swamped this month
no time right now
bad timing
the timing isn't right
timing is off
not a good time
this isn't a good time
it's not a priority right now
not a priority this year
no budget right now
no budget this year
budget is frozen
we have a hiring and spending freeze
our budget opens in july
we are waiting on budget
waiting until next fiscal year
we're locked in a contract until december
our contract runs until next summer
i need to think about it
let me think about it
i'll think about it
need to talk to my wife first
need to discuss with my team first
i need to talk to my boss
still deciding
haven't decided yet
we're still thinking
i'm not ready yet
not ready to buy
just looking
just browsing
just researching for now
we put this project on hold
project is on hold
on hold for now
we paused everything until next year
let's talk after the summer
maybe in a couple of weeks
give me a few weeks
i'll get back to you
i'll let you know
will let you know
i'll reach out when i'm ready
i will contact you when we need it
can't right now, maybe in the new year
ahora no
pas maintenant
still weighing options
still weighing it up
weighing our options
still comparing
let me sleep on it
sleeping on it
mulling it over
we're mid migration, ask later
ask again in q3
try me after the new year
maybe in the new year
sometime next year perhaps
in a few weeks maybe
end of the year maybe
when the season is over
after we move offices
once the kids are back in school
the budget's gone for this year
no money for this until january
currently tied up
tied up until june
slammed until the end of the month
too much going on at the moment
i have a lot on my plate right now
i'm moving house, later
recovering from surgery, later this year
hold off for now
let's hold off
hold that thought
park it for now
let's park this until spring
not on the roadmap this year
it's early days for us
a bit early for us
we are not there yet
when rates come down
waiting for the new model
waiting to hear from the bank
i will when i can
one day maybe
keep my info and try again in the summer
come back to me in the fall
we're short on cash this quarter, maybe next
too much going on, ping me in a month
not until next year
we'll revisit after the merger
will revisit next year
revisit this in the fall
it's just not the right moment
wrong moment
not the right time
end of q3
end of the year
at the end of the quarter
later, at the end of may
don't send the contract yet
please don't send it until monday
don't call until next month
`,
  not_interested: `
no
no thanks
no thank you
nope
nah
not interested
im not interested
i'm not interested
not interested thanks
not interested at all
we are not interested
no longer interested
i'm no longer interested
no interest
i'll pass
pass
hard pass
we'll pass
i'm good
i'm good thanks
we're good
all good no thanks
we're all set
all set thanks
i'm all set
no need
don't need it
we don't need this
i don't need one anymore
not for us
not for me
not a fit
it's not a good fit
not what we're looking for
not what i need
we decided not to
we decided against it
decided not to move forward
we are not moving forward
we went with someone else
went with another company
we chose a competitor
we picked another vendor
i bought one elsewhere
bought a different one
already bought one somewhere else
found something else
we found another solution
we built our own
we have a vendor we are happy with
happy with our current provider
happy with what we have
we're staying with what we have
too expensive for us
too expensive
out of our budget, no thanks
can't afford it
it's more than we want to spend
changed my mind
i changed my mind
i don't want it anymore
we won't be needing it
we have no need for this
doesn't apply to us
this isn't relevant to us
not relevant
i am retired
we closed the business
we went out of business
the deal is off
no it's ok
thanks but no thanks
appreciate it but no
no me interesa
no gracias
non merci
pas intéressé
not my thing
not really my thing
not our thing
nah im ok
i'm ok thanks
we're sorted
we're sorted, cheers
we're covered
we're covered thanks
i'm covered
went a different direction
we went in a different direction
going another route
we've gone another way
we already picked another company
already picked someone else
already bought elsewhere
we already have a provider
already have a provider thanks
we already have someone for that
i have a guy for that
using a competitor and happy
we do it in house
we handle that ourselves
it's not something we need
not something we need
can't see us using it
i don't see the value
don't see the point
waste of time
no use for it
never mind
nevermind
forget about it
i don't think so
probably not
most likely not
not this time, thanks
respectfully decline
we must decline your offer
thanks but we'll pass
not worth it
nothing for us
no desire
sold the car already
sold the house
we already found one
leave it, we don't want it
you lost me
no way
absolutely not
negative
thanks, but i don't need it
decided to stay with our current vendor
i've bought another car already
i have no use for this
not keen
not keen on it
not for me thanks
doesn't interest me
`,
  already_customer: `
i'm already a customer
i am already a customer
we are already customers
already a customer of yours
we already use you
we already use your product
we already have it
we already have your service
i already have an account
i already have an account with you
i already signed up
already signed up
i already bought it
i already bought one from you
already bought from you last month
i already purchased
already purchased
i already ordered
we already ordered last week
i already subscribed last year
we've been using it for years
been a customer for 5 years
we have been with you since 2019
i'm an existing customer
existing client here
my company already works with you
we already work with your team
i'm already working with someone from your team
i am already talking to your colleague
already spoke with someone from your company
already talked to your rep
i already spoke to someone
someone already called me
someone from your office already helped me
your colleague already helped me
i already have an appointment
already booked a meeting with your team
i already scheduled a demo
we already renewed
i renewed last week
already paid
i already paid the invoice
we signed the contract yesterday
we already signed with you
it's already done
already done
already taken care of
this has been taken care of
we are all signed up already
i already have a rep
we have an account manager already
i picked it up yesterday
i already own one
we own two of these already
you already installed it
it was delivered last week
ya soy cliente
je suis déjà client
i bought from you guys last year
bought mine from you in may
we are on your enterprise plan
we're on the pro plan
on your basic plan already
we have been clients since 2020
long time customer
longtime customer here
returning customer
i'm one of your clients
i'm a member already
already a member
already enrolled
i'm already enrolled
already registered
already filled out the form and talked to someone
i filled this out and talked to someone already
theo already called me
maya already helped me
spoke with theo this morning
already scheduled with your colleague
already on your calendar
already got my quote from you
i have your product on my desk
using your app every day
we use you already
our company has a subscription with you
just bought it yesterday
i came in yesterday and bought it
already came in
already visited your store
we closed the deal with your sales team last week
we've had your system for three years
my order was placed last week
i've spoken to your sales rep already
`,
  wrong_person: `
wrong number
sorry wrong number
you have the wrong number
i think you have the wrong number
wrong person
you've got the wrong person
this is not dana
this isn't dana
i'm not dana
not dana
who is dana
i don't know a dana
no one here by that name
nobody by that name here
there is no dana here
this is no longer her number
this isn't his phone anymore
i just got this number
this number belongs to someone else now
i've had this number for years and i'm not him
dana doesn't work here anymore
she no longer works here
he left the company
he is no longer with us
i no longer work there
i don't work there anymore
i left that company last year
i'm not the right person
not the right person
i am not the right contact for this
i'm not the one who handles this
i don't handle that
that's not my department
this isn't my area
i don't make those decisions
i am not the decision maker
you should talk to my boss
you need to talk to our purchasing department
please contact our office manager
talk to maria in procurement
try bob in it
reach out to my colleague instead
john handles this now
that would be our marketing team
my husband handles that
you want to speak to the owner
forwarding you to the right person
i'm just the assistant
i am an intern, ask my manager
contact hr about this
you may want to reach someone else at the company
i never filled out a form
i never inquired about this, must be a mistake
i think this was meant for someone else
was this message meant for someone else
you must have me confused with someone
número equivocado
mauvais numéro
dana left in june
he left last month
she retired
he passed away
she is no longer at this company
this is her husband
this is his wife
this is her mother
this is his son
you want priya, she runs that
you want our cfo
that's priya's job
priya is the one to ask
ask our office manager
ask the owner
not my dept
not my department, try facilities
not my call
not my decision
above my pay grade
i'm just the receptionist
i only answer the phones
i'm a temp here
you've mixed me up with somebody
you are mixing me up with someone
mistaken identity
you're looking for someone else
not who you're looking for
don't know that person
never heard of her
never heard of him
i'm not involved in that anymore
i changed jobs
i moved to another team
i no longer handle that, please contact finance
please redirect this to our it team
loop in our head of sales, not me
cc my manager, she decides
my dad handles that
it's my brother you want
i have nothing to do with this
you have the wrong company
wrong company
wrong email
that's not me
please speak to carlos, he does the buying
i don't do purchasing
who's dana?
i don't do hiring
please speak to our buyer
please talk to our manager
speak to my colleague about this
he does the buying
she does the ordering
`,
  prefer_email: `
email
email please
email me
email is better
email is best
email works best
email is fine
by email
by email please
via email
please email me
just email me
can you email me
can you email it to me
could you send me an email
send me an email
send an email instead
send it to my email
send the details by email
email me the details
email me the information
please send to my email address
i prefer email
i'd prefer email
i would prefer email
prefer email over text
i'd rather use email
rather email than text
let's do email
let's use email
let's continue by email
can we switch to email
can we move this to email
switch to email please
email would be easiest
easier by email
it's easier for me to reply by email
i check my email more often
i don't like texting, email me
texting isn't good for me, use email
can't text at work, email me instead
i can't text at work
my email is best
here is my email
my email is dana@example.com
use my work email
please contact me at my email address
reach me by email
email is the best way to reach me
best by mail
write me an email
put it in an email
no calls, email only
not by phone, email please
i prefer to have it in writing by email
por correo electrónico por favor
par email svp
shoot me an email
drop me an email
drop me a line by email
email's easier for me
email's easier
could we take this to email
take this to email please
write to me at sam@acme.example
reach me at dana@example.com
dana.w@example.org
send everything to sam@example.com
e-mail
e-mail is better
mail me
mail me the info
inbox me the details by email
i'd rather have it in my inbox
in writing by email please
over email
let's go with email
email for me
i'll take email
would like email
gmail is best
please send it to me in an email
email would be good
`,
  prefer_sms: `
text
text please
text me
text is better
text is best
text is fine
text works
texting is fine
texting works best
by text
by text please
via text
sms
sms please
sms is fine
please text me
just text me
just text
you can text me
you can text me at this number
text me at 555 0142
text me on my cell
text my cell
texting is easier
texting is easiest for me
text is easier
easier to text
i prefer text
i prefer texts
i'd prefer text
i prefer texting
i would prefer to text
i'd rather text
rather text than talk
rather text than email
let's text
let's do text
let's keep texting
keep texting me here
this number is good for texts
text me instead of calling
don't call, text
don't call just text me
please don't call, text is better
no calls, text only
i can't talk, text me
can't talk right now, text me
in a meeting, text me
i don't answer calls, text please
i don't check email, text me
i never read email, text me
message me here
message me on my phone
send me a text
send me a text message
shoot me a text
texts are good
text message is the best way to reach me
mándame un mensaje de texto
par sms
txt me
txt
txting is fine
msg me
msg me here
just msg me here
msg me on this number
text works better
text works better, i'm always in meetings
i'm in meetings all day, text works
texting is good
texts work
text only please
texts only
text over email
text over a call
sms works
this is fine, text me here
here is fine
here by text is good
over text
let's go with text
text for me
i'll take text
would like text
text my mobile
text me the address
text me the details
can you text me
can you text it to me
could you text me instead
happy to text
message me by text
can we just text
don't ring, text
don't ring me, send a text
no ring, just text
i'd go for texts
text it to me
don't call before noon, text
no calls before noon please, text me
please keep texting me
i like texts better
texts are fine any time
no calls, texts are okay
the texts are great
`,
  prefer_phone: `
phone
phone please
phone call
phone is best
phone is better
by phone
by phone please
call
call me
call me please
please call me
please call
give me a call
can you call me
can you give me a call
can someone call me
have someone call me
have your rep call me
could you call me tomorrow
call me tomorrow
call me this afternoon
call me after 5
call me at 415 555 2671
call me on my cell
call my office
call my cell phone
you can call me anytime
you can reach me at 206 555 0188
my number is 312 555 0147
my cell is 646 555 0199
ring me
ring me tomorrow
give me a ring
give me a buzz
i prefer a call
i prefer a phone call
i'd prefer a call
i'd rather talk on the phone
rather talk than text
i'd rather speak on the phone
let's talk on the phone
let's do a call
let's hop on a call
can we talk on the phone
can we just talk
can we speak by phone
a call would be better
a call is easier
easier to talk
easier by phone
calling is best
it's best to call me
call is fine
i don't text, call me
i don't like texting, call me
too much to text, call me
need to talk, call me
a quick call works best
best to reach me by phone
llámame por favor
appelez-moi
can you ring me around 4
ring me around 4
give us a bell
give me a bell tomorrow
give us a call
my direct line is 206 555 0133
my direct number is below
direct line is best
easier if we just talk
easier if you call
if you could call that would be best
just call
just call me
try my cell
try my office line
call the office
call after lunch
phone me
phone me later
hit me up by phone
let's speak on the phone
i'd like a phone call
i'd like a call
i'd like someone to call me
please have theo call me
over the phone
let's go with phone
phone for me
i'll take a call
would like a call
voice is better
i'm driving, call me
please ring my mobile
phone is easiest
`,
  human_request: `
is this a bot
are you a bot
are you a robot
am i talking to a bot
am i talking to a real person
am i speaking to a human
are you human
are you a real person
is this a real person
is this automated
is this an automated message
is this a computer
is this ai
are you an ai
is this chatgpt
is there a human there
is anyone real there
real person please
human please
human
agent
agent please
representative
representative please
operator
speak to a representative
i want to speak to a person
i want to talk to a human
i want to talk to a real person
i'd like to speak to someone
let me talk to a person
let me talk to someone
let me speak to a manager
can i speak to a manager
can i talk to someone
can i talk to a real person
can i speak with a salesperson
can i talk to a sales rep
can someone help me
can a person help me with this
get me a human
connect me to a person
connect me with sales
connect me with an agent
transfer me to a rep
transfer me to someone
put me through to a person
who am i talking to
who am i speaking with
whom am i texting with
i don't want to talk to a machine
stop the bot, i want a person
no bots please, a real person
i need to talk to somebody about this
i need help from a person
i would like to talk to your supervisor
i only talk to humans
quiero hablar con una persona
je veux parler à quelqu'un
r u a bot
r u real
u a bot?
bot?
robot?
is this real
are you real
who is this really, a bot
you sound like a robot
sounds like a bot
this feels automated
can a real human text me back
can a person get back to me
let me speak with your manager
manager please
supervisor
get me your manager
i'd rather deal with an actual person
actual person please
is there somebody i can talk to
somebody i can talk to?
anyone there
is anybody there
someone please help
customer service
customer service please
i want customer service
live agent
live person
live chat with a person
speak to sales
talk to sales
connect me
salesperson please
can i get a rep
need to talk to a rep
have a human look at this
are you an automated system
can i talk to a human being?
is someone actually reading this
`,
  out_of_office: `
i am out of the office
i'm out of office
out of office
out of the office until monday
i am currently out of the office
i am out of the office with limited access to email
i will be out of the office until the 5th
i am away from my desk
i'm away until next week
i am on vacation
on vacation
i'm on vacation until august 3
on vacation, back on the 12th
i am on holiday until monday
on leave until september
i am on parental leave
on maternity leave until january
i am on annual leave
i'm traveling this week with limited access
i am traveling and will respond when i return
i will return on tuesday
i will be back in the office on wednesday
back in the office monday
i will reply when i get back
i will respond to your message upon my return
thank you for your email. i am out of the office
thank you for your message. i am currently away
thanks for your email, i'm out until thursday
for urgent matters please contact my colleague
in my absence please contact
if this is urgent please call the office
automatic reply
auto reply
autoreply
this is an automated response
this mailbox is not monitored
i have limited access to email
i am attending a conference this week and will reply next week
our office is closed for the holidays
our offices are closed until january 2
we are closed today
i'm driving right now, i'll respond when i arrive
i'm driving and can't see notifications
i am driving with do not disturb on
i'm currently driving
sorry i can't talk right now
i'm in a meeting and will get back to you
i am unavailable at the moment, leave a message
i am off today
i'm off work until monday
i am sick today, back tomorrow
out sick today
je suis absent du bureau
estoy fuera de la oficina
i'm on pto through friday
on pto until next week
ooo until thursday
i'm ooo until 12/3 with no access to email
ooo
i am on business travel
i am currently travelling and will reply upon return
currently travelling
away this week, back monday
away until the 14th
back on monday
i'll be back on the 3rd
i return on june 1
i'm on a plane
on a flight, will reply when i land
in the hospital this week
on sabbatical until spring
on jury duty this week
thanks for reaching out! i'm away until friday
hello, thank you for your message. i am out until
i will have limited access
for anything urgent contact lee
for immediate assistance please contact
i will be checking email infrequently
the office is closed today for the holiday
we will be closed on friday
your message has been received and we will respond within 24 hours
thanks for contacting us, we will get back to you shortly
we received your message, business hours are 9 to 5
this number does not accept replies
i am out of the country until the 20th and will answer then
thank you for contacting me. i'm away from the office and will reply on monday.
driving - will reply later (auto)
`,
  opt_out: `
stop
stop texting me
please stop
please stop texting
stop messaging me
stop sending me messages
stop contacting me
stop emailing me
quit texting me
unsubscribe
unsubscribe me
please unsubscribe me
opt out
opt me out
i want to opt out
remove me
remove me from your list
please remove me from this list
take me off your list
take me off this list
take my number off
remove my number
delete my number
delete my information
lose my number
get me off this list
do not text me
don't text me
do not contact me
don't contact me again
do not message me anymore
never text me again
no more texts
no more messages
no more emails
no further contact
i don't want these messages
i don't want to receive these
i do not want any more texts
i don't want to hear from you
i no longer want these messages
i no longer wish to be contacted
i didn't sign up for this
i never signed up for this
i did not agree to this
i did not consent to receive texts
how do i make these stop
how do i stop these texts
how do i get off this list
how do i unsubscribe
make it stop
leave me alone
go away
this is spam
spam
i'm reporting you
i am reporting this as spam
i'm blocking you
blocked
i will block this number
cease and desist
revoke my consent
i withdraw my consent
enough
enough with the texts
not interested stop texting
not interested, remove me
not interested take me off your list
wrong number take me off your list
stop harassing me
quit bothering me
i asked you to stop
told you to stop
you people never stop do you
stop all communication
end all messages
cancel these texts
turn off these notifications
kindly stop sending me these
you keep texting me and i hate it
these texts are annoying, no more
i get charged for these texts
i'm on the do not call list
put me on your do not call list
sick of these messages
tired of getting these texts
don't ever contact me again
no me escriban más
no quiero más mensajes
ne me contactez plus
désabonnez-moi
pls don't message this phone again
for the love of god stop
i don't recall giving you permission
nobody asked for your texts
i want off this list
want off the list
why won't you stop
getting annoying, stop
you're spamming me
scrub my number
kindly delete my contact
delete my contact
please cease
end this now
don't bother me
don't bother texting
no texts
no sms
no spam please
i don't give consent
not authorized to text this number
my number is private
private number do not use
remove
remove please
take me off
off the list please
no more contact
don't send me anything else
don't send me anything
do not send anything more
do not reply to me
stop replying
i said no stop asking
stop asking me
lay off
go bother someone else
bother somebody else
i will sue you
i'm contacting my lawyer
reported
how do i block you
how do i cancel these
how to unsubscribe
please discontinue
i'd like to be removed
i wish to be removed
can you remove me
could you take me off
would like to stop receiving these
i would like to stop getting these texts
i am not giving you permission
i don't want anything from you people
no. stop.
don't reach out anymore
kindly remove my details
not giving consent to be messaged
i do not wish to get these
unsub
can you stop these messages
no solicitation
leave me out of this
didn't ask for this, remove me
ok enough texts
`,
  unclear: `
?
??
hmm
huh
what
lol
haha
ok
okay
k
thanks
thank you
thx
hi
hello
hey
good morning
idk
maybe
not sure
i don't know
what do you mean
i don't understand
sorry what
my phone is acting weird
the weather is nice today
happy birthday
merry christmas
did you see the game last night
i'm at the store do you need anything
dinner at 7?
love you
pick up milk on the way home
mom says hi
the kids are asleep
just landed
who won
nice picture
asdf
test
testing
1234
blah
that's funny
cool
nice
good for you
whatever
same
haha ok
be there in five honey
can you feed the dog
your package has been delivered
your code is 482913
lol ok
see attached
what time is kickoff
did grandma call
qwerty
ugh
meh
uh
um
hm ok
oops
oops wrong chat
sorry ignore that
ignore my last message
sent by accident
pocket text
nvm
one sec
brb
hold on
wait
and?
so
why
when
where
which one
both
either
neither
it depends
depends
maybe so
interesting
wow
omg
yikes
sure jan
sorry
no worries
np
you too
same to you
have a good one
have a nice day
good night
good afternoon
received
got it
noted
read
seen
congrats on the new baby
how are the kids
are you coming to the party
i left my keys at your place
can you pick me up at the airport
our team won
it is raining here
the meeting notes are attached
see below
as discussed
fyi
👀
😂
🤔
hahaha
tell dad i said hi
i left the keys under the mat
thank you so much
don't text me after 9pm
please don't text before 8 am
not at work please
don't text me during school hours
i quit smoking
i quit my job
he quit
the meeting ended early
my phone was off
top
quite
quiet
step
shop
send
please delete the old address and use this one
do not send the invoice to me, send it to accounting
removed it from the box
the bus stop is closed
stopped by earlier
keep the change
leave it on the porch
lost my phone
i lost my number list
`,
};

export const PHRASES: readonly { intent: Intent; text: string }[] = Object.entries(LINES).flatMap(
  ([intent, lines]) =>
    lines
      .split('\n')
      .filter((line) => line !== '')
      // The keys of a record over Intent are intents.
      .map((text) => ({ intent: intent as Intent, text })),
);
