import type { Person } from './letter.ts';

export const ADA: Person = ['Ada Brandt', 'ada@demo.test'];
export const BEN: Person = ['Ben Brandt', 'ben@demo.test'];
export const CLEO: Person = ['Cleo Brandt', 'cleo@demo.test'];

export const INGRID: Person = ['Ingrid Solheim', 'ingrid@halden-sails.example'];
export const TOMASZ: Person = ['Tomasz Wiśniewski', 'tomasz@harbour-office.example'];
export const MARGARETHE: Person = ['Margarethe von der Heydt-Rosenkranz', 'margarethe@tollboden.example'];
export const BENTE: Person = ['Bente Lund', 'bente.lund@tollboden.example'];
export const KWAME: Person = ['Kwame Asante', 'kwame@northtalks.example'];
export const NORDKRAFT: Person = ['Nordkraft Energi', 'faktura@nordkraft.example'];
export const BOOKS: Person = ['Lighthouse Books', 'orders@lighthouse-books.example'];
export const HARBOUR_ROW: Person = ['Harbour Row residents', 'harbour-row@lists.example.org'];
export const OLGA: Person = ['Ольга Демидова', 'olga@demidova.example'];
export const DANIEL: Person = ['דניאל כהן', 'daniel@cohen-sails.example'];
export const DESPINA: Person = ['Δέσποινα Παππά', 'despina@pappa.example'];
export const YAMADA: Person = ['山田太郎', 'yamada@kaze-hobune.example'];
export const LAYLA: Person = ['ليلى منصور', 'layla@mansour.example'];
export const NOOR: Person = ['Noor Haddad', 'noor@haddad.example'];
export const VIKTOR: Person = ['Viktor Dvořák', 'viktor@dvorak.example'];
export const PRIYA: Person = ['Priya Raman', 'priya@raman.example'];
export const SAM: Person = ["Sam O'Neill", 'sam@oneill.example'];
