// What another parser (npm ical.js) makes of a calendar.
//   node ical_read.mjs FILE     prints JSON
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';

const raw = readFileSync(process.argv[2]);
const calendar = new ICAL.Component(ICAL.parse(raw.toString('utf8')));
const text = (component, name) => component.getFirstPropertyValue(name)?.toString() ?? null;
const person = (property) => ({ address: property.getFirstValue(), ...property.jCal[1] });

const events = calendar.getAllSubcomponents('vevent').map((event) => ({
	uid: text(event, 'uid'),
	sequence: event.getFirstPropertyValue('sequence'),
	stamp: text(event, 'dtstamp'),
	start: text(event, 'dtstart'),
	end: text(event, 'dtend'),
	summary: text(event, 'summary'),
	description: text(event, 'description'),
	location: text(event, 'location'),
	url: text(event, 'url'),
	status: text(event, 'status'),
	transparency: text(event, 'transp'),
	organizer: event.getFirstProperty('organizer') ? person(event.getFirstProperty('organizer')) : null,
	attendees: event.getAllProperties('attendee').map(person),
	alarms: event.getAllSubcomponents('valarm').map((alarm) => text(alarm, 'trigger')),
}));

console.log(JSON.stringify({
	version: text(calendar, 'version'),
	product: text(calendar, 'prodid'),
	method: text(calendar, 'method'),
	name: text(calendar, 'x-wr-calname'),
	refresh: text(calendar, 'refresh-interval'),
	events,
	longestLine: Math.max(...raw.toString('latin1').split('\r\n').map((line) => line.length)),
	bareLineEnd: /(^|[^\r])\n|\r([^\n]|$)/.test(raw.toString('latin1')),
	splitCharacter: raw.toString('latin1').split('\r\n').some((line) =>
		Buffer.from(line, 'latin1').toString('utf8').includes('\ufffd')),
}));
